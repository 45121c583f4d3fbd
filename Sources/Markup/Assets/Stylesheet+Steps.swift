extension Stylesheet {
    /// Life cycles and journals.
    static let steps = """
        .steps{display:flex;padding:0;list-style:none}
        .steps li{position:relative;display:flex;flex:1 1 0;flex-direction:column;align-items:center;min-width:0;
        padding:0 .25rem;text-align:center}
        .steps li+li::before{content:"";position:absolute;top:.6875rem;right:calc(50% + 1rem);
        left:calc(-50% + 1rem);border-top:2px solid var(--none)}
        .steps li.done+li::before{border-color:var(--accent)}
        .steps .dot{display:flex;align-items:center;justify-content:center;width:1.5rem;height:1.5rem;flex:none;
        margin-bottom:.375rem;border:2px solid var(--edge);border-radius:50%;background:var(--surface);
        color:var(--on-accent)}
        .steps .done .dot{border-color:var(--accent);background:var(--accent)}
        .steps .done .dot::before{content:"";width:.375rem;height:.6875rem;margin-top:-.1875rem;
        border:solid currentColor;border-width:0 2px 2px 0;transform:rotate(45deg)}
        .steps .current .dot{border-color:var(--accent);box-shadow:0 0 0 4px var(--tint)}
        .steps .current .dot::before{content:"";width:.625rem;height:.625rem;border-radius:50%;
        background:var(--accent)}
        .steps .failed .dot{border-color:var(--bad);background:var(--bad)}
        .steps .failed .dot::before{content:"";width:.75rem;border-top:2.5px solid var(--surface)}
        .steps .skipped .dot{border-style:dashed}
        .steps .title{line-height:1.4}
        .steps .title a{display:inline-block;min-height:1.5rem}
        .steps .current .title{font-weight:700}
        .steps .ahead .title,.steps .skipped .title{color:var(--soft)}
        .steps .date,.steps .note{color:var(--soft);font-size:.8125rem;line-height:1.5}
        .steps .failed .note{color:var(--bad)}
        .timeline{container-type:inline-size;padding:0;list-style:none}
        .timeline li{position:relative;display:grid;grid-template-columns:8.5rem minmax(0,1fr);gap:0 2.25rem;
        padding-bottom:1.125rem}
        .timeline .when{color:var(--soft);font-size:.9375rem;text-align:right}
        .timeline li::before{content:"";position:absolute;left:calc(9.625rem - .3125rem);top:.5625rem;width:.625rem;
        height:.625rem;border-radius:50%;background:var(--edge);box-shadow:0 0 0 3px var(--surface);z-index:1}
        .timeline li:not(:last-child)::after{content:"";position:absolute;left:calc(9.625rem - 1px);top:.75rem;
        bottom:-.75rem;border-left:2px solid var(--line)}
        .timeline .good::before{background:var(--good)}.timeline .warn::before{background:var(--warn)}
        .timeline .bad::before{background:var(--bad)}.timeline .info::before{background:var(--info)}
        .timeline b{font-weight:700}
        .timeline .actor{color:var(--soft)}
        """
}
