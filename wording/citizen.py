"""What the bot says while a citizen writes a report: the questions and their buttons."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from aiogram.utils.formatting import Bold, Text, as_list

from domain.draft import Draft, Spot, Step
from domain.taxonomy import Taxonomy
from wording.clocks import day
from wording.message import Buttons, Message, button, inline
from wording.translate import LANGUAGES, Words, words


def welcome(w: Words, district: str, hotline: str) -> Message:
    """Answers /help: what this is, and how to begin."""
    return Message.of(_welcome(w, district, hotline), {"remove_keyboard": True})


def opening(w: Words, district: str, hotline: str) -> Message:
    """Answers the first /start: what this is, and what is kept, in one message before the first question."""
    return Message.of(Text(_welcome(w, district, hotline), "\n\n", privacy_lines(w)), {"remove_keyboard": True})


def _welcome(w: Words, district: str, hotline: str) -> Text:
    return as_list(
        Bold(w("{district}食品安全随手报", district=district)),
        w("看到过期、变质、假冒的食品，或者可疑的加工点，请告诉我们。"),
        w("直接发照片、位置或者一句话就可以开始，约两分钟。"),
        w("这里是预登记：线索会转入12315平台按正式流程办理；您也可以随时拨打 {hotline}。", hotline=hotline),
        w("常用：/my 我的举报　/find 用回执码查询　/subscribe 订阅典型案例　/language 语言　/privacy 隐私说明"),
        sep="\n\n",
    )


def photos_arrived(w: Words, count: int) -> str:
    """A short thanks before the next question, so that a photo-first start is seen to have worked."""
    return w("已收到 {count} 张照片，谢谢。", count=count)


def privacy_lines(w: Words) -> Text:
    """Two lines before the first question: what is kept, who sees it, and that Telegram can read it."""
    return as_list(
        w("🔒 默认匿名：承办人员只看到您写的内容和处理过的照片，看不到您的账号；您的账号加密保存，只用来给您回信。"),
        w("⚠️ Telegram 公司能读到这里的消息，服务器在境外；特别敏感的情况请改打 12315。请不要发身份证号、银行卡号。"),
    )


def privacy(w: Words, draft_days: int) -> Message:
    """Answers /privacy in full; a draft is forgotten after `draft_days`."""
    return Message.of(
        as_list(
            Bold(w("隐私说明")),
            privacy_lines(w),
            w("保存什么：您写的话、地点、照片。照片原件加密封存；给承办人员的是去掉拍摄位置、机型等信息的副本。"),
            w(
                "谁能看到：负责的镇街或部门工作人员和值班人员只能看到内容。账号只有保管密钥的人依法写明理由才能调取，每次都会留下记录。"
            ),
            w(
                "保存多久：没有提交的内容可以随时点「取消」清除；{days} 天没有动，提醒过您之后也会连同照片自动清除。",
                days=draft_days,
            ),
            w("您可以做什么：受理前撤回；随时补充；用回执码在别的账号查询进度。"),
            sep="\n\n",
        )
    )


def question(w: Words, draft: Draft, taxonomy: Taxonomy, towns: Sequence[str], photos_limit: int) -> Message:
    """The question for the draft's present step."""
    match draft.step():
        case Step.KIND:
            return _ask_kind(w, draft, taxonomy)
        case Step.PLACE:
            return _ask_place(w, draft)
        case Step.TOWN:
            return _ask_town(w, draft, towns)
        case Step.WORDS:
            return _ask_words(w, draft)
        case Step.PHOTOS:
            return _ask_photos(w, draft, photos_limit)
        case Step.BUSINESS:
            return _ask_business(w, draft)
        case Step.SUMMARY:
            return summary(w, draft, taxonomy)


def _ask_kind(w: Words, draft: Draft, taxonomy: Taxonomy) -> Message:
    groups = taxonomy.violations
    if draft.group is None:
        rows = _pairs(
            [button(f"{each.emoji} {each.label.in_language(w.lang)}", f"d:g:{each.id}") for each in groups.groups]
        )
        return Message.of(Bold(w("是哪一类问题？")), inline([*rows, _way_out(w, draft)]))
    group = groups.group(draft.group)
    rows = [[button(groups[each].short.in_language(w.lang), f"d:v:{each}")] for each in group.members]
    title = Text(f"{group.emoji} ", Bold(group.label.in_language(w.lang)))
    return Message.of(as_list(title, w("请再选一项最接近的：")), inline([*rows, _way_out(w, draft)]))


def _ask_place(w: Words, draft: Draft) -> Message:
    rows = [
        [{"text": w("📍 发送我现在的位置"), "request_location": True}],
        [{"text": w("🏘 按镇街选择")}, {"text": w("↩️ 上一步")}, {"text": w("✖️ 取消")}],
    ]
    keyboard = {
        "keyboard": rows,
        "resize_keyboard": True,
        "one_time_keyboard": True,
        "input_field_placeholder": w("也可以直接输入地址"),
    }
    return Message.of(
        as_list(
            Bold(w("在哪里？")),
            w("点下面的按钮发位置，或用 📎 在地图上选一个点，或直接输入地址、村名、市场名。"),
        ),
        keyboard,
    )


def _ask_town(w: Words, draft: Draft, towns: Sequence[str]) -> Message:
    spot = draft.spot
    asked = spot.towns if spot is not None and spot.towns else ()
    rows = _pairs([button(each, f"d:t:{towns.index(each)}") for each in asked if each in towns])
    if asked:
        lead = (
            _near_border(w, spot)
            if spot is not None and spot.lat is not None
            else w("这个地址可能在几个镇街，请选一个：")
        )
        rows += [[button(w("其他镇街"), "d:t:all")]]
    else:
        lead = w("请选择所在的镇街：")
        rows = _threes([button(each, f"d:t:{at}") for at, each in enumerate(towns)])
    rows += [[button(w("不清楚，请工作人员判断"), "d:t:unknown")], _way_out(w, draft)]
    return Message.of(as_list(Bold(lead)), inline(rows))


def _near_border(w: Words, spot: Spot) -> str:
    if spot.perhaps_outside:
        return w("这个点靠近边界，可能在{town}，也可能在区外。请确认：", town=spot.towns[0])
    return w("这个点靠近交界处，看起来在{town}。请确认：", town=spot.towns[0])


def _ask_words(w: Words, draft: Draft) -> Message:
    hint = w("时间、看到了什么、卖给谁，一两句就好。可以分几条发。")
    return Message.of(as_list(Bold(w("看到了什么？")), hint), inline([_way_out(w, draft)]))


def _ask_photos(w: Words, draft: Draft, limit: int) -> Message:
    if draft.photos:
        lead = w("已收到 {count} 张照片。还有吗？最多 {limit} 张。", count=draft.photos, limit=limit)
        done = [button(w("✅ 就这些"), "d:done")]
    else:
        lead = w("有照片吗？最多 {limit} 张，可以一次选多张。", limit=limit)
        done = []
    hint = w("原图以「文件」发送可保留清晰度（iPhone 的 HEIC 请按「照片」发）；我们会去掉其中的拍摄位置再给承办人员。")
    return Message.of(as_list(Bold(lead), hint), inline([done, _way_out(w, draft)]))


def _ask_business(w: Words, draft: Draft) -> Message:
    hint = w("店名、厂名、摊位号或网店链接都行。不知道就跳过。")
    return Message.of(as_list(Bold(w("举报的是谁？")), hint), inline([_way_out(w, draft)]))


def summary(w: Words, draft: Draft, taxonomy: Taxonomy) -> Message:
    """Everything once more before sending, every part with its button."""
    assert draft.violation is not None
    parts = [
        (w("类别"), taxonomy.violations[draft.violation].short.in_language(w.lang)),
        (w("地点"), place_line(w, draft.spot)),
        (w("情况"), _shortened(draft.words) or w("（见照片）")),
        (w("照片"), w("{count} 张", count=draft.photos) if draft.photos else w("没有")),
        (w("对象"), draft.business or w("不清楚")),
    ]
    lines = [Text(Bold(name), w("："), value) for name, value in parts]
    steps = (Step.KIND, Step.PLACE, Step.WORDS, Step.PHOTOS, Step.BUSINESS)
    edits = [button(w("改{part}", part=name), f"d:edit:{step}") for (name, _), step in zip(parts, steps, strict=True)]
    rows = [
        [button(w("✅ 提交举报"), f"d:send:{draft.mark}")],
        edits[:3],
        edits[3:],
        [button(w("✖️ 取消"), f"d:cancel:{draft.mark}")],
    ]
    return Message.of(as_list(Bold(w("请核对后提交")), *lines), inline(rows))


def phone_first(w: Words, emergency: str, hotline: str) -> Message:
    """Suspected poisoning: a telephone is faster than any report (Food Safety Law, art. 103)."""
    return Message.of(
        as_list(
            Bold(w("☎️ 如果有人不舒服，请先拨打 {emergency} 急救。", emergency=emergency)),
            w("请保留剩下的食物、包装和呕吐物；也请拨打 {hotline} 报告。之后再继续填写。", hotline=hotline),
        )
    )


def belongs_elsewhere(w: Words, phone: str) -> Message:
    """Misconduct of officials is not this channel's: where it belongs (order 121, art. 44)."""
    return Message.of(
        as_list(
            Bold(w("反映监管人员的问题，请找纪检监察机关。")),
            w("电话 {phone}，或中央纪委国家监委网站举报专区。这里不登记、也不转交这类内容。", phone=phone),
        )
    )


def cancelled(w: Words) -> Message:
    """The draft is gone."""
    return Message.of(
        w("已取消，没有提交任何内容。想重新开始，直接发照片、位置或文字就行。"), {"remove_keyboard": True}
    )


def unfinished(w: Words, mark: str) -> Message:
    """Answers /start while the draft of that `mark` waits."""
    rows = [[button(w("继续填写"), "d:new"), button(w("放弃这一份"), f"d:cancel:{mark}")]]
    return Message.of(w("您有一份还没提交的举报。"), inline(rows))


def draft_waits(w: Words, until: date, mark: str) -> Message:
    """A report has been lying unsent, and is forgotten after that day."""
    rows = [[button(w("继续填写"), "d:new"), button(w("不报了，现在清除"), f"d:cancel:{mark}")]]
    text = as_list(
        Bold(w("📝 您有一份举报还没有提交")),
        w("它加密存着，工作人员还看不到。想报的话，点「继续填写」就能接着来。"),
        w("不报也没关系：它保留到{day}，之后连同照片自动清除。", day=day(w, until)),
    )
    return Message.of(text, inline(rows))


def draft_forgotten(w: Words) -> Message:
    """A report that was never sent is gone."""
    text = w("那份没有提交的举报已经清除，照片也一起删除。想重新报，直接发照片、位置或文字就行。")
    return Message.of(text, {"remove_keyboard": True})


def photo_has_place(w: Words, evidence_id: int) -> Message:
    """A photo sent as a file carries where it was taken; using it is the citizen's choice."""
    rows = [[button(w("用这个位置"), f"d:gps:{evidence_id}")]]
    return Message.of(w("这张照片里记录了拍摄位置。要用它作为举报地点吗？不用的话，请按上面的问题继续。"), inline(rows))


def keyboard_verb(text: str) -> str | None:
    """Which action a button of the place question's keyboard stands for; None for any other text."""
    for lang in LANGUAGES:
        w = words(lang)
        for verb, label in (("t", w("🏘 按镇街选择")), ("back", w("↩️ 上一步")), ("cancel", w("✖️ 取消"))):
            if text == label:
                return verb
    return None


def place_line(w: Words, spot: Spot | None) -> str:
    """The place in one line, with the town it leads to."""
    if spot is None:
        return w("没有")
    named = place_as_given(w, spot)
    if spot.town is not None:
        return f"{named}（{spot.town}）" if named else spot.town
    doubt = _doubt(w, spot)
    return w("{place}（{doubt}）", place=named, doubt=doubt) if named else doubt


def place_as_given(w: Words, spot: Spot) -> str:
    """The place in one line, without the town it leads to; empty where only a town was named."""
    point = "" if spot.lat is None else w("地图上的点（{lat}, {lon}）", lat=f"{spot.lat:.5f}", lon=f"{spot.lon:.5f}")
    return "，".join(each for each in (spot.text, point) if each)


def _doubt(w: Words, spot: Spot) -> str:
    """Why no town is named, and who will find one."""
    if not spot.outside:
        return w("由值班人员判断归属")
    if spot.neighbour:
        return w("像是{name}的地界，由值班人员处理", name=spot.neighbour)
    return w("不在本区范围内，由值班人员处理")


def _way_out(w: Words, draft: Draft) -> list[dict[str, Any]]:
    """Back, keep, skip, cancel: whatever applies to the present question."""
    step = draft.step()
    row = []
    if step is not Step.KIND or draft.group is not None:
        row.append(button(w("↩️ 上一步"), f"d:back:{step}"))
    if draft.turned_to is not None and draft.turned_to is not Step.PHOTOS and _filled(draft, step):
        row.append(button(w("保持不变"), f"d:keep:{step}"))
    if draft.may_skip(step) and not (step is Step.PHOTOS and draft.photos):
        row.append(button(w("跳过"), f"d:skip:{step}"))
    row.append(button(w("✖️ 取消"), f"d:cancel:{draft.mark}"))
    return row


def _filled(draft: Draft, step: Step) -> bool:
    return draft.has(step) and step not in draft.skipped


def _shortened(text: str, limit: int = 900) -> str:
    return text if len(text) <= limit else text[:limit].rstrip() + "……"


def _pairs(buttons: Sequence[dict[str, Any]]) -> Buttons:
    return [list(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]


def _threes(buttons: Sequence[dict[str, Any]]) -> Buttons:
    return [list(buttons[at : at + 3]) for at in range(0, len(buttons), 3)]
