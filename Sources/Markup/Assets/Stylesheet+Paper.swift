extension Stylesheet {
    /// On paper: no frame, no buttons, black on white, links said in full where they lead outside.
    static let paper = """
        @media print{
        :root{--paper:#fff;--surface:#fff;--ink:#000;--soft:#444;--line:#bbb;--shade:none;font-size:10pt;
        color-scheme:light}
        @page{margin:18mm 16mm}
        header.site .tools,nav.main,.skip,.breadcrumbs,.actions,.button,.submit,.pagination,.search,.filter,
        .saving,.drop,.tabs,footer.site nav,.numbers>summary{display:none!important}
        header.site{border:0;box-shadow:0 1px 0 #000}
        .bar,.page{max-width:none!important;padding-inline:0!important}
        .card,.tile,.callout,.disclosure{box-shadow:none;break-inside:avoid}
        .card,.table tr,figure,.facts>div{break-inside:avoid}
        h1,h2,h3,caption{break-after:avoid}
        thead{display:table-header-group}
        .scroller{overflow:visible}
        a{color:inherit;text-decoration:none}
        .prose a[href^="http"]::after{content:" <" attr(href) ">";font-size:.85em}
        .meter,.plot,.badge,.callout,.avatar,.stars,.dot,.qr{print-color-adjust:exact;-webkit-print-color-adjust:exact}
        }
        """
}
