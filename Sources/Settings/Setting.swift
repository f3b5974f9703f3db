import Foundations
import Records
import Workflows

/// An option of a run: its name, as a flag and as a key of `sextant.yaml`, where a request has its value, and its bounds.
///
/// A request begins with its defaults; the settings of the file are read into it, the flags are put over them, and at last
/// every setting is checked, wherever its value came from.
package struct Setting: Sendable {
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

    /// The same for a setting whose values may be wrong in a way of their own.
    init(_ name: String, fault: @escaping @Sendable (RunRequest) -> String?, read: @escaping Reader) {
        self.name = name
        self.read = read
        self.fault = fault
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
    package static func check(_ request: RunRequest) throws {
        for setting in all { if let fault = setting.fault(request) { throw UsageError(fault) } }
    }
}
