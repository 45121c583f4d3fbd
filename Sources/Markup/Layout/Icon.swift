/// The mark of Linli: two roofs that share a wall.
public enum Icon {
    static let mark: HTML = """
        <svg class="logo" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">\
        <path class="near" d="M2 15.5 11 7l6 5.7V27H5V15.5z"/><path class="far" d="M18.6 14.2V27H28V13.5h2L20.5 4.5\
        l-6 5.6z"/><path class="door" d="M9 27v-6.5h4.4V27z"/></svg>
        """

    /// The same as a file of its own, `image/svg+xml`.
    public static let bytes = Array(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">\
        <path fill="#0f5c63" d="M2 15.5 11 7l6 5.7V27H5V15.5z"/>\
        <path fill="#b8891b" d="M18.6 14.2V27H28V13.5h2L20.5 4.5l-6 5.6z"/>\
        <path fill="#fff" d="M9 27v-6.5h4.4V27z"/></svg>

        """.utf8)
}
