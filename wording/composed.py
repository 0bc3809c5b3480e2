"""The sentences of which a first text for an exposure is made, in the shape in which such cases are published."""

from domain.composing import Phrases
from domain.exposure import Class
from wording.translate import Words


def phrases(w: Words) -> Phrases:
    """With their blanks; `domain/composing.py` fills them."""
    return Phrases(
        lead=w("{district}食品安全专项整治典型案例（第{number}期）"),
        title=w("{agency}查处{party}{violation}案"),
        title_referred=w("{agency}移送{party}涉嫌{violation}案"),
        from_clue=w("根据线索核查"),
        from_inspection=w("监督检查发现"),
        facts=w("{source}，{year}年{month}月办结。经查：{facts}"),
        measure=w("责令整改：{measure}"),
        violated=w("上述行为违反{articles}的规定。"),
        basis=w("处理依据：{articles}。"),
        penalised=w("{agency}作出行政处罚决定（{document}）：{penalty}"),
        banned=w("{agency}依法予以取缔。"),
        referred=w("{agency}已将案件移送{destination}处理。"),
        masked=w("某店"),
        nobody=w("某经营者"),
        bases=bases(w),
    )


def bases(w: Words) -> dict[Class, str]:
    """Under which law and article each class may be published, as a draft begins with it."""
    return {
        Class.PENALTY: w("《市场监督管理行政处罚信息公示规定》第二条、第四条"),
        Class.TRANSFER: w("《食品安全法》第一百一十八条第二款（日常监督管理信息）"),
        Class.WARNING: w("《食品安全法》第一百一十八条第一款（省级以上公布，或经授权）"),
        Class.SAMPLING: w("《食品安全抽样检验管理办法》第四十六条"),
        Class.PROGRESS: w("《食品安全法》第一百一十八条第二款（日常监督管理信息）"),
    }
