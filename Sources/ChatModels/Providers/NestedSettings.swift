import Foundations
import Records

extension [String: JSONValue] {
    /// The body with settings that stand together in an object of their own, and the further fields that the user has set.
    ///
    /// - Parameters:
    ///   - settings: the settings; none write no object
    ///   - name: the object's name
    ///   - extra: the further fields; the members of one with the object's name join the settings and win over them
    func merging(
        _ settings: [String: JSONValue], under name: String, with extra: [String: JSONValue]
    ) -> [String: JSONValue] {
        var settings = settings
        var extra = extra
        if case .object(let members) = extra[name] {
            settings.merge(members) { $1 }
            extra[name] = nil
        }
        var fields = self
        if !settings.isEmpty { fields[name] = .object(settings) }
        fields.merge(extra) { _, own in own }
        return fields
    }
}
