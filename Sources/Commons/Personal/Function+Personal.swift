extension Function {
    /// Seeing personal fields of others in clear, and having all that is kept of somebody.
    public static let revealPersonal = Function("person.reveal", zh: "查看个人信息明文", en: "See personal data in clear")
    public static let erasePerson = Function("person.erase", zh: "删除个人信息", en: "Erase personal data")
}
