extension Stylesheet {
    /// Header, navigation, the page's own frame, footer.
    static let shell = """
        header.site{background:var(--surface);border-top:4px solid var(--accent);position:relative}
        header.site::before{content:"";position:absolute;left:0;right:0;top:2px;border-top:1px solid var(--accent)}
        header.site{box-shadow:0 1px 0 var(--line)}
        .bar,.page,nav.main>ul{width:100%;max-width:76rem;margin-inline:auto;padding-inline:1.5rem}
        header.site .bar{display:flex;align-items:center;justify-content:space-between;gap:1rem;min-height:4rem;
        padding-block:.5rem}
        .brand{display:inline-flex;align-items:center;gap:.625rem;min-height:2.75rem;color:var(--ink);
        text-decoration:none}
        .brand .name{font:700 1.375rem/1.2 var(--serif);letter-spacing:.06em}
        .brand .tagline{font-size:.875rem;line-height:1.3;color:var(--soft);padding-left:.75rem;
        border-left:1px solid var(--line)}
        .logo{width:2rem;height:2rem;flex:none}
        .logo .near{fill:var(--accent)}.logo .far{fill:var(--gold)}.logo .door{fill:var(--surface)}
        .tools,.preferences,.themes{display:flex;align-items:center;gap:.25rem}
        .tools{gap:.5rem}
        .tool{display:inline-flex;align-items:center;justify-content:center;min-width:2.25rem;height:2.25rem;
        padding:0 .5rem;border:1px solid transparent;border-radius:var(--round);background:none;color:var(--soft);
        font:inherit;font-size:.875rem;line-height:1;white-space:nowrap;cursor:pointer}
        .tool:hover{background:var(--wash);color:var(--ink)}
        .tool[aria-pressed=true]{background:var(--tint);color:var(--accent-deep)}
        .themes{border-inline:1px solid var(--line);padding-inline:.5rem;margin-inline:.25rem}
        nav ul,nav ol{list-style:none;margin:0;padding:0}
        nav.main{border-top:1px solid var(--line)}
        nav.main>ul{display:flex;gap:.25rem 1.75rem;overflow-x:auto;scrollbar-width:none;scroll-snap-type:x proximity}
        nav.main li{flex:none;scroll-snap-align:center}
        nav.main a{display:flex;align-items:center;gap:.375rem;min-height:2.875rem;padding:.25rem .125rem;
        color:var(--ink);text-decoration:none;white-space:nowrap;box-shadow:inset 0 0 0 transparent}
        nav.main a:hover{color:var(--accent);box-shadow:inset 0 -3px 0 var(--line)}
        nav.main a[aria-current]{color:var(--accent);font-weight:700;box-shadow:inset 0 -3px 0 var(--accent)}
        nav.main a:focus-visible{outline-offset:-3px}
        .count{min-width:1.375rem;padding:0 .4em;border-radius:1rem;background:var(--neutral-wash);
        color:var(--neutral);font-size:.8125rem;line-height:1.375rem;font-weight:400;text-align:center}
        [aria-current] .count{background:var(--tint);color:var(--accent-deep)}
        .page{flex:1 0 auto;padding-block:1.75rem 3.5rem}
        .page.wide{max-width:110rem}
        .page.narrow{max-width:32rem}
        body:has(>.page.wide) :is(.bar,nav.main>ul){max-width:110rem}
        .page>*+*{margin-top:var(--gap)}
        .heading+*{margin-top:1.5rem}
        .heading .line{display:flex;flex-wrap:wrap;align-items:flex-start;justify-content:space-between;
        gap:.75rem 1.5rem}
        .heading h1 .badge,.heading h1 .grade,.heading h1 .stars{font-family:var(--sans);font-size:.9375rem;
        vertical-align:.3em;margin-left:.375rem}
        .heading .line>div:first-child{flex:1 1 20rem;min-width:0}
        .heading .lead{margin-top:.375rem;color:var(--soft);max-width:var(--measure);text-wrap:pretty}
        .breadcrumbs{margin-bottom:.375rem;font-size:.875rem}
        .breadcrumbs ol{display:flex;flex-wrap:wrap;gap:0 .5rem}
        .breadcrumbs li+li::before{content:"/";color:var(--edge);margin-right:.5rem}
        .breadcrumbs a{display:inline-block;min-height:1.5rem;color:var(--soft)}
        .breadcrumbs a[aria-current]{color:var(--ink);text-decoration:none}
        footer.site{border-top:1px solid var(--line);color:var(--soft);font-size:.875rem}
        footer.site .bar{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.5rem 2rem;padding-block:1.25rem}
        footer.site ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem}
        footer.site a{color:inherit;display:inline-block;min-height:1.5rem}
        .menu{position:relative}
        .menu>summary{display:flex;align-items:center;gap:.5rem;min-height:2.5rem;padding:0 .375rem;
        border-radius:var(--round);cursor:pointer;list-style:none}
        .menu>summary::-webkit-details-marker{display:none}
        .menu>summary::after{content:"";width:.4rem;height:.4rem;border:solid var(--soft);border-width:0 1.5px 1.5px 0;
        transform:rotate(45deg) translate(-2px,-2px);flex:none}
        .menu>summary:hover{background:var(--wash)}
        .menu .name{max-width:8em;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
        .sheet{position:absolute;right:0;top:calc(100% + .375rem);z-index:5;min-width:13rem;max-width:min(20rem,92vw);
        padding:.5rem;background:var(--surface);border:1px solid var(--line);border-radius:var(--round);
        box-shadow:0 8px 28px rgb(0 0 0/.16)}
        .sheet .who{padding:.375rem .625rem .625rem;margin-bottom:.375rem;border-bottom:1px solid var(--line)}
        .sheet .who span{display:block;color:var(--soft);font-size:.875rem}
        .sheet ul{list-style:none;margin:0;padding:0}
        .sheet a,.sheet button{display:flex;justify-content:space-between;width:100%;min-height:2.5rem;
        align-items:center;padding:.25rem .625rem;border:0;border-radius:3px;background:none;color:var(--ink);
        font:inherit;text-align:left;text-decoration:none;cursor:pointer}
        .sheet a:hover,.sheet button:hover{background:var(--wash)}
        .notices{display:grid;gap:.5rem}
        .avatar{display:inline-flex;align-items:center;justify-content:center;width:2.125rem;height:2.125rem;flex:none;
        border-radius:50%;background:var(--tint);color:var(--accent-deep);font-size:.8125rem;line-height:1;
        letter-spacing:0;vertical-align:middle}
        .hue1{background:var(--info-wash);color:var(--info)}.hue2{background:var(--warn-wash);color:var(--warn)}
        .hue3{background:var(--good-wash);color:var(--good)}.hue4{background:var(--bad-wash);color:var(--bad)}
        .hue5{background:var(--neutral-wash);color:var(--neutral)}
        """
}
