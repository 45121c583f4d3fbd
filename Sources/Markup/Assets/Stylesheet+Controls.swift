extension Stylesheet {
    /// Buttons, badges, tabs, pages, search.
    static let controls = """
        .button{display:inline-flex;align-items:center;justify-content:center;gap:.375rem;min-height:2.5rem;
        padding:.375rem 1.125rem;border:1px solid var(--edge);border-radius:var(--round);background:var(--surface);
        color:var(--ink);font:inherit;line-height:1.4;text-decoration:none;cursor:pointer}
        .button:hover{background:var(--wash);border-color:var(--ink);color:var(--ink)}
        .button.primary{background:var(--accent);border-color:var(--accent);color:var(--on-accent);font-weight:700}
        .button.primary:hover{background:var(--accent-deep);border-color:var(--accent-deep)}
        .button.danger{border-color:var(--bad);color:var(--bad)}
        .button.danger:hover{background:var(--bad-wash)}
        .button.quiet{border-color:transparent;background:none;color:var(--accent);padding-inline:.625rem}
        .button.quiet:hover{background:var(--tint)}
        .button[disabled]{background:var(--wash);border-color:var(--line);color:var(--soft);cursor:not-allowed}
        form.inline{display:inline-flex;margin:0}
        .badge{display:inline-flex;align-items:center;padding:0 .625em;border-radius:1em;font-size:.875rem;
        line-height:1.5rem;font-weight:400;white-space:nowrap;vertical-align:.05em;
        background:var(--neutral-wash);color:var(--neutral)}
        .badge::before{content:"";width:.4375rem;height:.4375rem;margin-right:.4375rem;border-radius:50%;
        background:currentColor}
        .badge.good{background:var(--good-wash);color:var(--good)}
        .badge.warn{background:var(--warn-wash);color:var(--warn)}
        .badge.bad{background:var(--bad-wash);color:var(--bad)}
        .badge.info{background:var(--info-wash);color:var(--info)}
        .badge.bad::before{border-radius:1px}
        .badge.warn::before{border-radius:0;clip-path:polygon(50% 0,100% 100%,0 100%)}
        .stars{display:inline-flex;gap:.125rem;vertical-align:-.15em}
        .star{width:1.25em;height:1.25em;fill:var(--gold)}
        .star.off{fill:none;stroke:var(--edge);stroke-width:1}
        .grade{white-space:nowrap;font-weight:700}
        .tabs{border-bottom:1px solid var(--line)}
        .tabs ul{display:flex;gap:0 1.5rem;overflow-x:auto;scrollbar-width:none}
        .tabs li{flex:none}
        .tabs a{display:flex;align-items:center;gap:.375rem;min-height:2.75rem;color:var(--soft);
        text-decoration:none;white-space:nowrap}
        .tabs a:hover{color:var(--ink);box-shadow:inset 0 -2px 0 var(--edge)}
        .tabs a[aria-current]{color:var(--accent);font-weight:700;box-shadow:inset 0 -2px 0 var(--accent)}
        .tabs a:focus-visible{outline-offset:-3px}
        .pagination{display:flex;flex-wrap:wrap;align-items:center;gap:.625rem}
        .pagination .note{color:var(--soft);margin-right:auto}
        .search{display:flex;flex-wrap:wrap;gap:.5rem}
        .search input{flex:1 1 10rem;min-width:0;max-width:28rem}
        .search select{width:auto;max-width:100%}
        .progress{max-width:100%}
        .progress .label{display:flex;justify-content:space-between;gap:1rem;font-size:.9375rem}
        .progress .label b{white-space:nowrap}
        .meter{display:block;margin-top:.25rem;overflow:hidden;border-radius:4px}
        .meter .track{fill:var(--none)}.meter .fill{fill:var(--accent)}
        .progress.good .fill{fill:var(--good)}.progress.warn .fill{fill:var(--warn)}
        .progress.bad .fill{fill:var(--bad)}.progress.neutral .fill{fill:var(--neutral)}
        dialog{max-width:min(28rem,92vw);padding:1.5rem;border:1px solid var(--line);border-radius:.5rem;
        background:var(--surface);color:var(--ink);box-shadow:0 16px 48px rgb(0 0 0/.3)}
        dialog::backdrop{background:rgb(10 20 22/.5)}
        dialog .row{justify-content:flex-end;margin-top:1.25rem}
        """
}
