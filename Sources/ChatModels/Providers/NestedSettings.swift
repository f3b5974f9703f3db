import Records

extension KeyedEncodingContainer<FieldName> {
    /// Writes settings that stand together in an object of their own, and the further fields of the body.
    ///
    /// - Parameters:
    ///   - settings: the settings; none write no object
    ///   - name: the object's name
    ///   - extra: the further fields; the members of one with the object's name join the settings and win over them
    /// - Throws: what the encoder throws.
    mutating func encode(
        _ settings: [String: JSONValue], under name: String, with extra: [String: JSONValue]
    ) throws {
        var settings = settings
        var extra = extra
        if case .object(let members) = extra[name] {
            settings.merge(members) { $1 }
            extra[name] = nil
        }
        if !settings.isEmpty { try encode(settings, forKey: FieldName(name)) }
        for (field, value) in extra { try encode(value, forKey: FieldName(field)) }
    }
}
