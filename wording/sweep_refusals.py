"""Why something about a sweep can't be done, and what to do next."""

from collections.abc import Callable, Mapping

from wording.translate import Words

SWEEP_REFUSALS: dict[str, Callable[[Words, Mapping[str, str]], str]] = {
    "no_such_sweep": lambda w, _: w("没有这次排查。请用 /sweeps 查看本单位的排查。"),
    "sweep_found": lambda w, p: w("{who}已经登记了这里的这个问题（{number}）。要补充照片，请回复它的卡片。", **p),
    "sweep_lacks_name": lambda w, _: w("缺少名称，还没有登记。请再回复一次，第一行写上地点的名称（照片写在说明里）。"),
    "sweep_lacks_places": lambda w, _: w("没有看到地点。请再回复一次，每行一个：名称，地址。"),
    "sweep_lacks_title": lambda w, _: w("缺少标题，还没有发起。请用文字再回复一次，第一行写标题。"),
    "sweep_no_category": lambda w, _: w("本区的类别里没有对应的项，还没有登记。请用 /entry 登记。"),
    "sweep_outdated": lambda w, _: w("选的结束日期已经过了，还没有发起。请重新发送 /sweep。"),
    "sweep_over": lambda w, _: w("这次排查已经结束，不能再登记。查到的问题请用 /entry 登记。"),
    "sweep_photo_large": lambda w, _: w("文件超过 20 MB，还没有登记。请改用「照片」方式再回复一次。"),
    "sweep_tap_first": lambda w, _: w("请先点地点，再点查到的问题，然后回复机器人的提问发照片。"),
    "sweep_theirs": lambda w, _: w("这次排查不是本单位发起的，由发起的单位结束。"),
    "sweep_title_only": lambda w, _: w("全区排查只写一行标题，还没有发起。请再回复一次；地点由各镇街的负责人添加。"),
    "sweep_too_many": lambda w, p: w("一次排查最多 {limit} 个地点，没有列入。请分成几次排查。", limit=p["limit"]),
    "sweep_visited": lambda w, p: w("{who}已经查过这里。要登记查到的问题，请直接点问题。", who=p["who"]),
    "sweep_wants_photo": lambda w, _: w("还缺现场照片，没有登记。请用照片再回复一次，情况写在照片的说明里。"),
}
"""By `Refusal.key`; merged into `wording.refusals.OFFICER_REFUSALS`."""
