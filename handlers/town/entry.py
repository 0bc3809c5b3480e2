"""/entry: a case entered by staff. Three taps, each carrying the choices before it, then one reply: a restart in
between loses nothing, because nothing is remembered but the messages themselves."""

from aiogram.types import Message

from domain.asking import Asked, Verb
from domain.case import Actor
from domain.entry import CHANNELS, Channel
from domain.refusal import Refusal, refuse
from handlers.town.pressing import Press
from handlers.town.speaking import Answers, explain, hand_of, nod, say, w
from services import entering, threads
from services.reach import forged
from services.turn import Turn
from wording import cards
from wording import entry as texts
from wording.message import Message as Said


async def begin(message: Message, turn: Turn) -> Answers | None:
    """/entry: how did it reach us? Supervisors are not asked: theirs is what they found."""
    by = hand_of(message)
    assert by is not None, "messages without a person behind them end at an earlier door"
    allowed = await entering.may_enter(turn, by)
    if isinstance(allowed, Refusal):
        explain(turn, message, allowed)
    elif allowed is Actor.SUPERVISOR:
        say(turn, by.chat_id, texts.choose_group(w, Channel.SUPERVISOR, turn.app.taxonomy), to=message.message_id)
    else:
        say(turn, by.chat_id, texts.choose_channel(w), to=message.message_id)
    return None


async def press(p: Press) -> Refusal | None:
    """A channel, a group or a category was chosen."""
    violation = p.asked.detail if p.asked.detail in p.turn.app.taxonomy.violations else None
    allowed = await entering.may_enter(p.turn, p.by, violation)
    if isinstance(allowed, Refusal):
        return allowed
    said = _next_question(p)
    if said is None:
        return await forged(p.turn, p.by.user_id)
    # No case yet: the question stands by itself, and is a form only once all is chosen.
    say(p.turn, p.by.chat_id, said, asked=p.asked if violation else None, to=p.message_id)
    return None


def _next_question(p: Press) -> Said | None:
    taxonomy, detail = p.turn.app.taxonomy, p.asked.detail
    if p.asked.about >= len(CHANNELS):
        return None
    channel = CHANNELS[p.asked.about]
    if not detail:
        return texts.choose_group(w, channel, taxonomy)
    if detail in taxonomy.violations:
        return texts.ask_form(w, channel, cards.violation_name(w, detail, taxonomy), p.by.user_id, p.name)
    if detail in {texts.GROUP + each.id for each in taxonomy.violations.groups}:
        return texts.choose_violation(w, channel, detail.removeprefix(texts.GROUP), taxonomy)
    return None


async def answers_form(message: Message, turn: Turn) -> dict[str, Asked] | bool:
    """Whether the message replies to a form that nobody has filled in; hands the form's choices to `filled`."""
    replied = message.reply_to_message
    form = await threads.form_in(turn, message.chat.id, replied.message_id) if replied else None
    return {"form": form} if form is not None and form.verb is Verb.ENTRY else False


async def filled(message: Message, turn: Turn, form: Asked) -> Answers | None:
    """The form came back: the case is filed, or what is missing is named and the form stays open."""
    by, replied = hand_of(message), message.reply_to_message
    assert by is not None and replied is not None, "earlier doors and the filter take what has neither"
    if message.text is None:
        explain(turn, message, refuse("entry_takes_words"))
        return None
    channel = CHANNELS[form.about]
    done = await entering.enter(turn, by, channel, form.detail, message.text)
    if isinstance(done, Refusal):
        explain(turn, message, done)
        return None
    await threads.answered(turn, by.chat_id, replied.message_id)
    said = texts.entered(w, channel, done.case.number, done.code, done.desk, here=done.here)
    say(turn, by.chat_id, said, case_id=done.case.id if done.here else None, to=message.message_id)
    return nod(message)
