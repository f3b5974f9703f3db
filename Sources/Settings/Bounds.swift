/// The numbers that a setting may have.
struct Bounds: Sendable {
    private let contains: @Sendable (Double) -> Bool
    private let text: String

    /// From one number to another, both allowed.
    static func from(_ least: Double, to most: Double) -> Bounds {
        Bounds(contains: { $0 >= least && $0 <= most }, text: "at least \(shown(least)) and at most \(shown(most))")
    }

    /// At least 1, without end.
    static let counted = Bounds(contains: { $0 >= 1 }, text: "at least 1")

    /// Any number above 0, and at most `most`.
    static func positive(upTo most: Double = .greatestFiniteMagnitude) -> Bounds {
        let end = most == .greatestFiniteMagnitude ? "" : " and at most \(shown(most))"
        return Bounds(contains: { $0 > 0 && $0 <= most && $0.isFinite }, text: "more than 0\(end)")
    }

    /// What is wrong with a value; nil when it is within, or no number.
    func fault(of value: some SettingValue, _ name: String) -> String? {
        guard let number = value.number, !contains(number) else { return nil }
        return "--\(name) is \(value); it must be \(text)"
    }

    private static func shown(_ number: Double) -> String {
        number == number.rounded() ? "\(Int(number))" : "\(number)"
    }
}
