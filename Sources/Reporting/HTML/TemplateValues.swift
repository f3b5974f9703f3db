/// Values for a template as dictionaries. A template that is given structures looks through all members of each for every name, which
/// for a report takes longer than all else about it.
enum TemplateValues {
    /// A value with the members of all structures in it by their names; nil for a nil.
    static func of(_ value: Any) -> Any? {
        // Nearly all values are one of these. To ask for the template library's protocol would search for each type once.
        if value is HTML || value is Bool { return value }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional: return mirror.children.first.flatMap { of($0.value) }
        case .collection: return mirror.children.compactMap { of($0.value) }
        case .struct, .tuple:
            var members: [String: Any] = [:]
            for child in mirror.children {
                if let name = child.label, let member = of(child.value) { members[name] = member }
            }
            return members
        default: return value
        }
    }
}
