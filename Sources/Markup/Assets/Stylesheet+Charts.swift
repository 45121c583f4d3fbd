extension Stylesheet {
    /// Charts take their colours from the theme.
    static let charts = """
        .chart{display:block;min-width:0}
        .chart figcaption{margin-bottom:.625rem;font-weight:700}
        .plot svg{display:block;overflow:visible}
        .plot text{fill:var(--ink);font:.8125rem var(--sans);font-variant-numeric:tabular-nums}
        .plot .soft{fill:var(--soft)}
        .plot .strong{font-weight:700}
        .track{fill:var(--neutral-wash)}.fill{fill:var(--plot)}
        .good>svg .fill,.fill.good{fill:var(--good)}.warn>svg .fill,.fill.warn{fill:var(--warn)}
        .bad>svg .fill,.fill.bad{fill:var(--bad)}.info>svg .fill,.fill.info{fill:var(--info)}
        .chart .numbers{margin-top:.625rem;font-size:.875rem}
        .numbers>summary{display:inline-block;min-height:1.5rem;color:var(--soft);cursor:pointer}
        .numbers>summary::before{content:"▸ "}
        .numbers[open]>summary::before{content:"▾ "}
        .numbers .table{margin-top:.5rem}
        .bars .plot,.waterfall .plot,.stacked .plot{display:grid;align-items:center;gap:.5rem .875rem;
        grid-template-columns:fit-content(11em) minmax(4rem,1fr) max-content}
        .waterfall .plot{row-gap:.125rem}
        .entry{display:contents}
        .plot .name a{display:inline-block;min-width:1.5rem;min-height:1.5rem}
        .entry .name{text-align:right;line-height:1.4}
        .plot>.axis,.plot>.legend{grid-column:1/-1}
        .mark{fill:var(--plot)}
        .mark.good{fill:var(--good)}.mark.warn{fill:var(--gold)}.mark.bad{fill:var(--bad)}.mark.info{fill:var(--info)}
        .mark.neutral{fill:var(--plot)}
        .mark.none{fill:var(--surface);stroke:var(--edge);stroke-dasharray:3 2}
        .columns .mark,.histogram .mark{stroke-width:1}
        .columns .star0,.histogram .star0{stroke:var(--edge)}
        .columns .star1,.columns .star2,.columns .star3,.histogram .star1,.histogram .star2,.histogram .star3,
        .gauge .band{stroke:var(--gold)}
        .star0{fill:var(--star0)}.star1{fill:var(--star1)}.star2{fill:var(--star2)}.star3{fill:var(--star3)}
        .plot text.on{fill:var(--on-star)}
        .plot text.on.star0{fill:var(--ink)}
        .tick,.floor{stroke:var(--edge);stroke-width:1}
        .goal{stroke:var(--soft);stroke-width:1.5;stroke-dasharray:4 3}
        line.needle{stroke:var(--ink);stroke-width:2.5}
        circle.needle{fill:var(--ink)}
        .waterfall .now .fill{fill:var(--none)}.waterfall .rise .fill{fill:var(--plot)}
        .waterfall .fall .fill{fill:var(--bad)}.waterfall .target .fill{fill:var(--gold)}
        .axis{color:var(--soft);font-size:.8125rem}
        .dashed{display:flex;flex-wrap:wrap;gap:.125rem 1rem;margin-top:.375rem}
        .dashed span::before{content:"";display:inline-block;width:1.25rem;margin-right:.375rem;vertical-align:.3em;
        border-top:1.5px dashed var(--soft)}
        .stacked .mark{stroke:var(--surface);stroke-width:1}
        .stacked .mark.neutral{fill:var(--none)}
        .legend{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin-top:.625rem;padding:0;list-style:none;
        font-size:.875rem}
        .legend li{display:flex;align-items:center;gap:.4375rem}
        .legend .mark,.place .mark{stroke:var(--edge)}
        .columns .plot{display:grid;grid-auto-flow:column;grid-auto-columns:minmax(0,1fr)}
        .column{text-align:center}
        .column svg{font-size:.8125rem}
        .column .name{display:block;padding:.25rem .125rem 0;font-size:.8125rem;line-height:1.4}
        .gauge svg,.histogram svg,.trend svg,.course svg{font-size:.8125rem}
        .curve{fill:none;stroke:var(--plot);stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
        .point{fill:var(--plot)}
        .halo{paint-order:stroke;stroke:var(--surface);stroke-width:4px;stroke-linejoin:round}
        .district~.label .halo,.map .halo{stroke-opacity:.75}
        .legend .soft{color:var(--soft)}
        .spark{display:block;width:100%;overflow:visible}
        .box{max-width:52rem;margin-inline:auto}
        .box.wide{aspect-ratio:16/9}
        .box.broad{aspect-ratio:5/4;max-width:44rem}.box.square{aspect-ratio:1;max-width:38rem}
        .box.tall{aspect-ratio:3/4;max-width:34rem}
        .map .legend{justify-content:center}
        .district{fill:var(--wash);stroke:var(--edge);stroke-width:1.25}
        .district.star0{fill:var(--star0)}.district.star1{fill:var(--star1)}.district.star2{fill:var(--star2)}
        .district.star3{fill:var(--star3)}
        .district.good{fill:var(--good-wash)}.district.warn{fill:var(--warn-wash)}
        .district.bad{fill:var(--bad-wash)}.district.info{fill:var(--info-wash)}
        a:hover>.district,a:focus-visible>.district{fill:var(--tint);stroke:var(--accent);stroke-width:2.5}
        .label{pointer-events:none;text-anchor:middle}
        .target{fill:transparent}
        .place .mark{stroke:var(--surface);stroke-width:1.5}
        .place .star0,.place .star1,.place .star2,.place .star3{stroke:var(--on-star)}
        a.place:hover .target{fill:rgb(127 127 127/.35)}
        a.place:focus-visible{outline:0}
        a.place:focus-visible .target{fill:var(--surface);stroke:var(--focus);stroke-width:3}
        """
}
