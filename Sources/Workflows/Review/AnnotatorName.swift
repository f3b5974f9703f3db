import Foundation
import Foundations
import Reporting

/// Who labels.
package enum AnnotatorName {
    /// The name of `--annotator`, or of the system's user.
    ///
    /// - Throws: ``UsageError`` for none, a long one, and one that a terminal does not show as it is.
    package static func choose(_ option: String?) throws -> String {
        let name = (option ?? ProcessInfo.processInfo.environment["USER"] ?? "").trimmed
        guard !name.isEmpty, name.count <= 60, TerminalText.safe(name) == name else {
            throw UsageError("who labels? give --annotator with a name of at most 60 plain characters")
        }
        return name
    }
}
