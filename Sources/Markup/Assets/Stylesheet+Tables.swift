extension Stylesheet {
    /// Tables, from a few facts to thousands of rows.
    static let tables = """
        .scroller{overflow-x:auto;max-width:100%}
        .scroller:focus-visible{outline-offset:0}
        table{width:100%;border-collapse:collapse;font-size:.9375rem;line-height:1.6}
        caption,.table .caption{padding:0 0 .5rem;text-align:left;font-weight:700;font-size:1.0625rem}
        th,td{padding:.5625rem .75rem;text-align:left;vertical-align:top;font-weight:400;overflow-wrap:break-word;
        border-bottom:1px solid var(--line)}
        thead th{position:relative;background:var(--wash);color:var(--soft);font-size:.875rem;font-weight:700;
        vertical-align:bottom;border-bottom:1px solid var(--edge);white-space:nowrap}
        tbody tr:hover{background:var(--wash)}
        tbody tr:target{background:var(--tint)}
        tbody th{font-weight:700}
        tbody th :is(small,code){font-weight:400}
        tbody th small{color:var(--soft)}
        th.number,td.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        th a{display:inline-flex;align-items:center;gap:.25rem;min-height:1.5rem;color:inherit}
        th[aria-sort] a{color:var(--accent)}
        .blank{color:var(--soft)}
        .arrow{font-size:.75em}
        tr.total>*{font-weight:700;border-top:2px solid var(--edge);background:var(--wash)}
        tr.good>:first-child{box-shadow:inset 3px 0 0 var(--good)}
        tr.warn>:first-child{box-shadow:inset 3px 0 0 var(--warn)}
        tr.bad>:first-child{box-shadow:inset 3px 0 0 var(--bad)}
        tr.info>:first-child{box-shadow:inset 3px 0 0 var(--info)}
        .filter{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem 1rem;margin-bottom:.75rem}
        .filter label{display:flex;white-space:nowrap;align-items:center;gap:.625rem}
        .field .filter{margin:.3125rem 0}
        .field .filter label{display:flex;font-weight:400}
        .filter input{max-width:16rem!important;min-width:0}
        .filter output{color:var(--soft);font-size:.875rem}
        .table>.none{border:1px dashed var(--line);border-radius:var(--round)}
        .table+.pagination{margin-top:1rem}
        .clause{color:var(--soft);font-weight:400;margin-right:.25rem;white-space:nowrap}
        .found.good .points{color:var(--good)}.found.bad .points{color:var(--bad)}.found.warn .points{color:var(--warn)}
        .found.changed{display:inline-block;padding:.0625rem .5rem;margin-left:-.5rem;border-radius:3px;
        background:var(--warn-wash)}
        .found .mark{color:var(--warn);font-size:.8125rem;white-space:nowrap}
        """
}
