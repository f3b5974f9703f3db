import Foundations
import Records

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
        guard number >= 0 else { throw value.outside("must be at least 0") }
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
            throw value.outside(
                "is '\(text)'; it must be one of \(Self.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        self = word
    }
}

extension CacheMode: SettingValue {}
extension GenerationVariant: SettingValue {}
extension JudgeView: SettingValue {}
extension PolicyName: SettingValue {}

extension YAMLValue {
    /// An error for a value that its key can't have; `fault` goes on from the key's name.
    func outside(_ fault: String) -> ConfigurationError {
        invalid("'\(key ?? "the file")' \(fault)")
    }
}
