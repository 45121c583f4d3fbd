extension Stylesheet {
    /// Type, links, focus: what every page has before it has parts.
    static let base = """
        *,::before,::after{box-sizing:border-box}
        html{font:100%/1.7 var(--sans);color:var(--ink);background:var(--paper);-webkit-text-size-adjust:100%;
        text-size-adjust:100%;text-autospace:normal;text-spacing-trim:trim-start;scroll-padding-top:1rem}
        html[data-type=large]{font-size:125%}
        body{margin:0;min-height:100vh;min-height:100dvh;display:flex;flex-direction:column;overflow-wrap:anywhere;
        line-break:strict;font-variant-numeric:tabular-nums}
        [hidden]{display:none!important}
        .hidden{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);
        white-space:nowrap}
        h1,h2,h3,h4,h5,h6{margin:0;line-height:1.35;font-weight:700;text-wrap:balance}
        h1{font-family:var(--serif);font-size:1.75rem}
        h2{font-size:1.1875rem}
        h3{font-size:1.0625rem}
        h4,h5,h6{font-size:1rem}
        p,ul,ol,dl,figure,pre{margin:0}
        p+p,p+ul,p+pre,ul+p,ol+p{margin-top:.75em}
        p,li,dd,td{text-wrap:pretty}
        ul,ol{padding-left:1.4em}
        li::marker{color:var(--soft)}
        small{font-size:.875rem}
        b,strong{font-weight:700}
        em,i,cite,address{font-style:normal}
        :lang(zh) em{font-weight:700;text-decoration:none}
        :lang(en) em{font-style:italic}
        code,kbd,samp,pre{font-family:var(--mono);font-size:.9375em}
        pre,.words{white-space:pre-wrap}
        hr{border:0;border-top:1px solid var(--line);margin:1.5rem 0}
        img,svg{max-width:100%}
        a{color:var(--accent);text-decoration-thickness:1px;text-underline-offset:.22em}
        a:hover{color:var(--accent-deep);text-decoration-thickness:2px}
        :focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:3px}
        main:focus{outline:0}
        ::selection{background:var(--tint);color:var(--ink)}
        .icon{fill:none;stroke:currentColor;stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round;
        width:1.125em;height:1.125em;flex:none;vertical-align:-.18em}
        .icon .solid{fill:currentColor;stroke:none}
        .prose{max-width:var(--measure)}
        .prose>*+*{margin-top:.75em}
        .prose>*+h2,.prose>*+h3{margin-top:1.6em}
        .skip{position:absolute;left:.5rem;top:-4rem;z-index:9;padding:.5rem 1rem;background:var(--accent);
        color:var(--on-accent);border-radius:0 0 var(--round) var(--round)}
        .skip:focus{top:0}
        @media (prefers-reduced-motion:no-preference){
        html{scroll-behavior:smooth}
        a,.button,.tool,summary,input,select,textarea{transition:background-color .12s,border-color .12s,color .12s}
        }
        @media (prefers-reduced-motion:reduce){*,::before,::after{animation:none!important;transition:none!important}}
        """
}
