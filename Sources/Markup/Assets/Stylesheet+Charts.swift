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
        .bars .bar{display:grid;grid-template-columns:minmax(5em,11em) minmax(4rem,1fr) minmax(4.5em,auto);
        align-items:center;gap:0 .875rem;padding:.25rem 0}
        .bars .name{text-align:right;line-height:1.4}
        .bars .text{white-space:nowrap}
        """
}
