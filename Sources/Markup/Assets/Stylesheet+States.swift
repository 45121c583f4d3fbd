extension Stylesheet {
    /// What script shows while it works.
    static let states = """
        [data-live].stale{opacity:.6}
        [data-live]>*+*{margin-top:1.5rem}
        .toast{position:fixed;inset:auto 1rem 1rem auto;z-index:9;padding:.625rem 1rem;border-radius:var(--round);
        background:var(--ink);color:var(--surface)}
        """
}
