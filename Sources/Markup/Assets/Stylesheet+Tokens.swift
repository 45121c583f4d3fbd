extension Stylesheet {
    /// Colours and measures by name. Text stands at 4.5:1 or more on the grounds it is used on, edges of controls and
    /// marks of charts at 3:1. In English, dashes and quotation marks come from a Latin font: those of Chinese fonts
    /// are as wide as a character.
    static let tokens = """
        :root{\(light)
        --sans:"Noto Sans CJK SC","Source Han Sans SC","PingFang SC","HarmonyOS Sans SC","MiSans","Microsoft YaHei",
        "Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
        --serif:"Noto Serif CJK SC","Source Han Serif SC","Songti SC",STSong,SimSun,Georgia,serif;
        --mono:"Sarasa Mono SC","Noto Sans Mono CJK SC",ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;
        --round:.375rem;--gap:1.25rem;--measure:42rem}
        @font-face{font-family:"Linli Latin";unicode-range:U+2013-2014,U+2018-2019,U+201C-201D,U+2026;
        src:local("Segoe UI"),local("Helvetica Neue"),local("Roboto"),local("Liberation Sans"),local("Arial"),
        local("DejaVu Sans")}
        :root:lang(en){--sans:"Linli Latin","Segoe UI",Roboto,"Helvetica Neue","Noto Sans CJK SC","Source Han Sans SC",
        "PingFang SC","Microsoft YaHei",Arial,sans-serif;
        --serif:"Linli Latin",Georgia,"Noto Serif CJK SC","Source Han Serif SC","Songti SC",serif}
        @media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){\(dark)}}
        @media screen{:root[data-theme=dark]{\(dark)}}
        """

    /// Of the bar that phones draw above an installed portal.
    public static let themeColour = "#0f5c63"
    /// What phones show before the first page is there.
    public static let groundColour = "#f8f7f3"

    private static let light = """
        color-scheme:light;
        --paper:\(groundColour);--surface:#fff;--wash:#f2f5f4;--tint:#e3eeed;--ink:#1c2326;--soft:#56636a;
        --line:#d9dfde;--edge:#7d8a90;--accent:\(themeColour);--accent-deep:#0a474d;--on-accent:#fff;--focus:#0b6bcb;
        --gold:#ad7f12;--none:#c9d0d0;--shade:0 1px 2px rgb(28 35 38/.06),0 2px 8px rgb(28 35 38/.04);
        --good:#1c6a43;--good-wash:#e6f2ea;--warn:#855300;--warn-wash:#fbf0d9;--bad:#a2262b;--bad-wash:#fbe9e8;
        --info:#1d588a;--info-wash:#e5eff8;--neutral:#4d5a61;--neutral-wash:#eaeeee;
        --star0:#e4e8e8;--star1:#f3e6c4;--star2:#e7cf8d;--star3:#d5b252;--on-star:#3b2d05;--plot:#0f7079;
        """

    private static let dark = """
        color-scheme:dark;
        --paper:#121719;--surface:#1b2224;--wash:#222a2d;--tint:#1d3a3d;--ink:#e6ebea;--soft:#a5b2b5;
        --line:#344043;--edge:#7b898e;--accent:#79cbc9;--accent-deep:#9adedb;--on-accent:#0b2426;--focus:#7ab8ff;
        --gold:#e3b94f;--none:#414c50;--shade:0 1px 2px rgb(0 0 0/.4);
        --good:#86d3a5;--good-wash:#1a3527;--warn:#ecbd6d;--warn-wash:#392e17;--bad:#f4a3a0;--bad-wash:#432526;
        --info:#95c4f0;--info-wash:#1b3047;--neutral:#b6c1c4;--neutral-wash:#2c3639;
        --star0:#2f393c;--star1:#413a22;--star2:#5c4d20;--star3:#7c6320;--on-star:#fff6dc;--plot:#4fb0af;
        """
}
