/// The wishes of `X-Robots-Tag` fields, for every robot.
struct RobotsTags: Equatable {
    private(set) var noIndex = false
    private(set) var noFollow = false

    /// Reads the fields' values; directives for another robot by name (`otherbot: noindex`) are passed over.
    init(_ values: [String], token: String = "sextant") {
        for value in values {
            var names = value.lowercased()[...]
            if let colon = names.firstIndex(of: ":") {
                let name = names[..<colon].filter { !$0.isWhitespace }
                // Directives such as "unavailable_after: <date>" have a colon of their own.
                let isDirective = name.contains("_") || name.contains("-") || name.contains(",")
                guard isDirective || name == token else { continue }
                if !isDirective { names = names[names.index(after: colon)...] }
            }
            for name in names.split(separator: ",") {
                switch name.filter({ !$0.isWhitespace }) {
                case "noindex": noIndex = true
                case "nofollow": noFollow = true
                case "none":
                    noIndex = true
                    noFollow = true
                default: continue
                }
            }
        }
    }
}
