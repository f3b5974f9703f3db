/// A style sheet or script that the dashboard's pages load.
package struct DashboardAsset: Sendable {
    /// Where the server has it.
    package let path: String
    /// Its media type.
    package let type: String
    /// Its content.
    package let text: String

    /// All of them.
    package static let all = [style, runList, review]

    static let style = DashboardAsset(
        path: "/dashboard.css", type: "text/css; charset=utf-8", text: DashboardStyle.css)
    static let runList = DashboardAsset(
        path: "/runs.js", type: "text/javascript; charset=utf-8", text: DashboardScript.runList)
    static let review = DashboardAsset(
        path: "/review.js", type: "text/javascript; charset=utf-8", text: DashboardScript.review)
}
