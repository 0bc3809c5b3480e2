"""Why something can't be done with a photo of an exposure, and what to do next."""

from collections.abc import Callable, Mapping

from wording.translate import Words

PHOTO_REFUSALS: dict[str, Callable[[Words, Mapping[str, str]], str]] = {
    "material_sentence": lambda w, _: w("写的和要求的句子不一样，没有打开举报材料。请照抄上一条消息里的整句话。"),
    "no_material": lambda w, _: w("没有可以使用的举报材料，或者已经打开了。请点「照片」查看。"),
    "photo_all_black": lambda w, _: w("这样整张都遮住了，没有遮。这张照片不适合发布，请点「不用这张」。"),
    "photo_coming": lambda w, _: w("照片还在处理，请过几秒再点一次。"),
    "photo_confirmed": lambda w, _: w("这张照片刚刚确认过了。要改，请点「改遮挡」。"),
    "photo_has_changed": lambda w, _: w("同事刚改过这张照片的遮挡，没有确认。请看更新后的照片再确认。"),
    "photo_no_such_cell": lambda w, _: w("看不懂要遮哪里，没有遮。请写格子，例如：B2、B2-D3、C3a；多处用空格隔开。"),
    "photo_not_chosen": lambda w, _: w("这张照片没有选用。请先点「选用这张」。"),
    "photo_nothing_to_undo": lambda w, _: w("没有可以撤销的遮挡。"),
    "photo_wanted": lambda w, _: w("这里只收照片。请回复上一条消息，发一张或几张照片。"),
    "photos_full": lambda w, p: w("一篇稿件最多发布 {limit} 张照片。请先去掉一张。", **p),
    "photos_too_many": lambda w, p: w("这篇稿件已经有 {limit} 张照片可选，不能再加。", **p),
}
"""By `Refusal.key`; merged into `wording.refusals.OFFICER_REFUSALS`."""
