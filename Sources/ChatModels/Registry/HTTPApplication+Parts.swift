import Foundations

extension HTTPApplication {
    /// How a body is written on the wire.
    package enum Encoding: String, Sendable, Equatable, CaseIterable {
        /// As JSON.
        case json
        /// As the fields of a form: `application/x-www-form-urlencoded`.
        case form
        /// As the parts of a form: `multipart/form-data`.
        case multipart
    }

    /// One call of an application beside the one that brings the response.
    package struct Call: Sendable, Equatable {
        /// Absolute URL.
        package let url: String
        /// The method, in capitals.
        package let method: String
        /// Header fields, with `${NAME}` for the environment's.
        package let headers: [String: String]
        /// The body; nil for none.
        package let body: JSONValue?
        /// How the body is written.
        package let encoding: Encoding

        package init(
            url: String, method: String = "POST", headers: [String: String] = [:], body: JSONValue? = nil,
            encoding: Encoding = .json
        ) {
            self.url = url
            self.method = method
            self.headers = headers
            self.body = body
            self.encoding = encoding
        }
    }

    /// The state of a conversation behind an application.
    package struct Session: Sendable, Equatable {
        /// The call that begins it.
        package let start: Call
        /// Where its response has the token that `{{token}}` stands for; nil for none.
        package let tokenPath: String?
        /// Names of the cookies of its response that later calls carry; empty for none.
        package let cookies: [String]
        /// The call that ends it; nil for none.
        package let end: Call?

        package init(start: Call, tokenPath: String? = nil, cookies: [String] = [], end: Call? = nil) {
            self.start = start
            self.tokenPath = tokenPath
            self.cookies = cookies
            self.end = end
        }
    }

    /// A token by OAuth's client credentials (RFC 6749, section 4.4).
    package struct ClientCredentials: Sendable, Equatable {
        /// Where tokens are given out.
        package let url: String
        /// The client's id; may be `${NAME}`.
        package let id: String
        /// Name of the environment variable with the client's secret.
        package let secretVariable: String
        /// What is asked for; nil leaves it to the server.
        package let scope: String?
        /// Whether id and secret stand in the body of the request, and not in its header.
        package let isInBody: Bool

        package init(url: String, id: String, secretVariable: String, scope: String? = nil, isInBody: Bool = false) {
            self.url = url
            self.id = id
            self.secretVariable = secretVariable
            self.scope = scope
            self.isInBody = isInBody
        }
    }

    /// A command that says with which header fields a request is signed.
    package struct Signing: Sendable, Equatable {
        /// Program and arguments, as a command line.
        package let command: String
        /// How long it may take, in seconds.
        package let timeout: Double

        package init(command: String, timeout: Double = 10) {
            self.command = command
            self.timeout = timeout
        }
    }
}
