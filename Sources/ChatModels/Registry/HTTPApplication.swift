import Foundations
import HTTPTransport
import Records

/// How to ask an application over HTTP: the target `http/<name>`.
package struct HTTPApplication: Sendable, Equatable {
    /// Where the image, or the list of them, stands in it: base 64, a `data:` address, or an address to fetch it from; nil
    /// for an application that draws none.
    package let imagePath: String?
    /// Absolute URL; used when no base URL is given. `{{prompt}}` in it stands for the last message, `${NAME}` for the
    /// environment variable.
    package let url: String
    /// The method, in capitals.
    package let method: String
    /// Header fields; `${NAME}` in a value stands for the environment variable.
    package let headers: [String: String]
    /// The body as JSON; `{{prompt}}` in a text stands for the last message and `{{session}}` and `{{mcp}}` for
    /// the name and the address of an agent's session, `{{image}}` for the last message's image in base 64 and
    /// `{{image_url}}` for the same as a `data:` address; a text that is `{{messages}}` or `{{tools}}` and nothing else for the list of them, as
    /// OpenAI writes it. `null` for none.
    package let body: JSONValue
    /// Where the reply stands in the body of the HTTP response, for example `choices[0].message.content`; a leading
    /// `$.` is allowed. Empty for the whole body; of an application that draws, for no text at all.
    package let responsePath: String
    /// Where the list of tool calls stands in it, in the same way; nil for an application that makes none.
    package let toolCallsPath: String?
    /// How the body is written.
    package let encoding: Encoding
    /// How a conversation is begun and ended; nil for an application without state.
    package let session: Session?
    /// How a token of OAuth is got; nil for none.
    package let oauth: ClientCredentials?
    /// The command that signs requests; nil for none.
    package let signing: Signing?

    package init(
        url: String, method: String = "POST", headers: [String: String] = [:], body: JSONValue, responsePath: String,
        toolCallsPath: String? = nil, imagePath: String? = nil, encoding: Encoding = .json, session: Session? = nil,
        oauth: ClientCredentials? = nil, signing: Signing? = nil
    ) {
        self.imagePath = imagePath
        self.encoding = encoding
        self.session = session
        self.oauth = oauth
        self.signing = signing
        self.url = url
        self.method = method
        self.headers = headers
        self.body = body
        self.responsePath = responsePath
        self.toolCallsPath = toolCallsPath
    }
}

extension HTTPApplication: CustomStringConvertible, CustomReflectable {
    /// Method and address; the headers, and the address's query, may hold keys and are not shown.
    package var description: String { "\(method) \(Redaction.url(String(url.prefix { $0 != "?" })))" }

    /// Nothing but the description.
    package var customMirror: Mirror { Mirror(self, children: ["application": description]) }
}
