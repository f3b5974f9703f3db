import Foundations
import SafetyGrid

/// The report's script. The page has no other, and no handlers in attributes: its content policy names this one's digest.
enum ReportScript {
    /// The text of the `script` element: files of one concern each, in one scope of their own.
    static let text = "(() => {\n\"use strict\";\n" + parts.joined(separator: "\n") + "})();\n"

    /// The content policy's entry for scripts.
    static let digest = "sha256-" + SHA256.base64(of: Array(text.utf8))

    private static let parts = [
        PackageResources.text_js, PackageResources.data_js, PackageResources.search_js, PackageResources.table_js,
        PackageResources.detail_js, PackageResources.filters_js, PackageResources.main_js,
    ].map { String(decoding: $0, as: UTF8.self) }
}
