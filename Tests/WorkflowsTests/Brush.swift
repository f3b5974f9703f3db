import Foundation
import TestSupport

/// A target that draws another picture each time.
enum Brush {
    private static let script = """
        printf '\\211PNG\\r\\n\\032\\n\\000\\000\\000\\rIHDR\\000\\000\\000\\001\\000\\000\\000\\001\\010\\002\\000\\000\\000sums' >"$1/a.png"
        printf '\\000\\000\\000\\012IDAT%010dsums\\000\\000\\000\\000IENDsums' $$ >>"$1/a.png"
        """

    /// Its name; the program is written into a folder.
    static func target(in scratch: Scratch) throws -> String {
        try script.write(toFile: "\(scratch.path)/brush.sh", atomically: true, encoding: .utf8)
        return "process/sh \(scratch.path)/brush.sh {{images}}"
    }
}
