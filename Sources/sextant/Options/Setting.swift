import Foundations
import Records
import Workflows

/// An option of a run: its name, as a flag and as a key of `sextant.yaml`, where a request has its value, and its bounds.
///
/// A request begins with its defaults; the settings of the file are read into it, the flags are put over them, and at last
/// every setting is checked, wherever its value came from.
struct Setting: Sendable {
    /// Takes a value of the file into a request.
    typealias Reader = @Sendable (inout RunRequest, YAMLValue) throws(ConfigurationError) -> Void

    /// The name, without the dashes of the flag.
    let name: String
    let read: Reader
    /// What is wrong with the value in a request; nil for one within the bounds.
    private let fault: @Sendable (RunRequest) -> String?

    /// A setting whose values have a form of their own in the file.
    init(_ name: String, read: @escaping Reader) {
        self.name = name
        self.read = read
        fault = { _ in nil }
    }

    /// The same for a setting with bounds.
    init(
        _ name: String, _ place: any KeyPath<RunRequest, Double?> & Sendable, _ bounds: Bounds,
        read: @escaping Reader
    ) {
        self.name = name
        self.read = read
        fault = { $0[keyPath: place].flatMap { bounds.fault(of: $0, name) } }
    }

    /// A setting that always has a value.
    init<Value: SettingValue>(
        _ name: String, _ place: any WritableKeyPath<RunRequest, Value> & Sendable, _ bounds: Bounds? = nil
    ) {
        self.name = name
        read = { (request, value) throws(ConfigurationError) in request[keyPath: place] = try Value(value) }
        fault = { bounds?.fault(of: $0[keyPath: place], name) }
    }

    /// A setting that may have none.
    init<Value: SettingValue>(
        _ name: String, _ place: any WritableKeyPath<RunRequest, Value?> & Sendable, _ bounds: Bounds? = nil
    ) {
        self.name = name
        read = { (request, value) throws(ConfigurationError) in request[keyPath: place] = try Value(value) }
        fault = { $0[keyPath: place].flatMap { bounds?.fault(of: $0, name) } }
    }

    /// Checks all values of a request.
    ///
    /// - Throws: ``UsageError`` for one out of bounds.
    static func check(_ request: RunRequest) throws {
        for setting in all { if let fault = setting.fault(request) { throw UsageError(fault) } }
    }
}

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
    fileprivate func fault(of value: some SettingValue, _ name: String) -> String? {
        guard let number = value.number, !contains(number) else { return nil }
        return "--\(name) is \(value); it must be \(text)"
    }

    private static func shown(_ number: Double) -> String {
        number == number.rounded() ? "\(Int(number))" : "\(number)"
    }
}

/// A value that the file can have.
protocol SettingValue: Sendable {
    /// - Throws: ``ConfigurationError`` with file and line.
    init(_ value: YAMLValue) throws(ConfigurationError)
    /// The value as bounds see it; nil for what is no number.
    var number: Double? { get }
}

extension SettingValue {
    var number: Double? { nil }
}

extension String: SettingValue {
    init(_ value: YAMLValue) throws(ConfigurationError) { self = try value.string() }
}

extension Bool: SettingValue {
    init(_ value: YAMLValue) throws(ConfigurationError) { self = try value.bool() }
}

extension Int: SettingValue {
    init(_ value: YAMLValue) throws(ConfigurationError) { self = try value.int() }
    var number: Double? { Double(self) }
}

extension UInt64: SettingValue {
    init(_ value: YAMLValue) throws(ConfigurationError) {
        let number = try value.int()
        guard number >= 0 else { throw value.invalid("must be at least 0") }
        self = UInt64(number)
    }
}

extension Double: SettingValue {
    init(_ value: YAMLValue) throws(ConfigurationError) { self = try value.double() }
    var number: Double? { self }
}

extension Array: SettingValue where Element == String {
    init(_ value: YAMLValue) throws(ConfigurationError) { self = try value.strings() }
}

extension Dictionary: SettingValue where Key == String, Value == Double {
    init(_ value: YAMLValue) throws(ConfigurationError) {
        self = [:]
        for (name, factor) in try value.mapping().pairs { self[name] = try factor.double() }
    }
}

extension SettingValue where Self: RawRepresentable & CaseIterable, RawValue == String {
    /// - Throws: ``ConfigurationError`` with the words of the set.
    init(_ value: YAMLValue) throws(ConfigurationError) {
        let text = try value.string()
        guard let word = Self(rawValue: text) else {
            throw value.invalid("'\(text)' is none of \(Self.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        self = word
    }
}

extension CacheMode: SettingValue {}
extension GenerationVariant: SettingValue {}
extension JudgeView: SettingValue {}
