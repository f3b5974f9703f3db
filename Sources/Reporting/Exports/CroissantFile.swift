import Analysis
import SafetyGrid

/// Croissant 1.0 metadata of an exported set (MLCommons, http://mlcommons.org/croissant/1.0).
struct CroissantFile {
    let description: ExportDescription
    /// Path of the data within the folder.
    let dataFile: String
    /// SHA-256 of the data, in hexadecimal digits.
    let digest: String
    /// Size of the data, in bytes.
    let size: Int

    /// The JSON-LD document.
    var bytes: [UInt8] {
        OrderedJSON.object([
            ("@context", Self.context),
            ("@type", .string("sc:Dataset")),
            ("conformsTo", .string("http://mlcommons.org/croissant/1.0")),
            ("name", .string(Self.name(description.name))),
            ("description", .string(description.summary)),
            ("version", .string("1.0.0")),
            ("license", .string("https://choosealicense.com/no-permission/")),
            ("url", .string("https://example.org/\(Self.name(description.name))")),
            ("distribution", .array([distribution])),
            ("recordSet", .array([recordSet])),
        ]).indented
    }

    private var distribution: OrderedJSON {
        .object([
            ("@type", .string("cr:FileObject")), ("@id", .string("prompts-file")), ("name", .string("prompts-file")),
            ("description", .string("The prompts, a JSON object a line.")),
            ("contentUrl", .string(dataFile)), ("contentSize", .string("\(size) B")),
            ("encodingFormat", .string("application/jsonlines")), ("sha256", .string(digest)),
        ])
    }

    private var recordSet: OrderedJSON {
        let fields = JSONLinesExport.columns(description.dimensions).map { column in
            OrderedJSON.object([
                ("@type", .string("cr:Field")), ("@id", .string("prompts/\(column)")), ("name", .string(column)),
                ("description", .string(DataCard.meanings[column] ?? "Value of the dimension \(column).")),
                ("dataType", .string(JSONLinesExport.grades.contains(column) ? "sc:Float" : "sc:Text")),
                (
                    "source",
                    .object([
                        ("fileObject", .object([("@id", .string("prompts-file"))])),
                        ("extract", .object([("column", .string(column))])),
                    ])
                ),
            ])
        }
        return .object([
            ("@type", .string("cr:RecordSet")), ("@id", .string("prompts")), ("name", .string("prompts")),
            ("description", .string("One record a prompt.")), ("field", .array(fields)),
        ])
    }

    /// Letters, digits and dashes, as names of data sets have to be.
    private static func name(_ text: String) -> String {
        let name = String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
        return name.isEmpty ? "prompts" : name
    }

    /// The context of the specification, which every document repeats.
    private static var context: OrderedJSON {
        let own = [
            "citeAs", "column", "data", "equivalentProperty", "samplingRate", "dataBiases", "dataCollection",
            "dataType", "extract", "field", "fileProperty",
            "fileObject", "fileSet", "format", "includes", "isLiveDataset", "jsonPath", "key", "md5", "parentField",
            "path", "personalSensitiveInformation", "recordSet", "references", "regex", "repeated", "replace",
            "separator", "source", "subField", "transform",
        ]
        let special: [String: OrderedJSON] = [
            "data": .object([("@id", .string("cr:data")), ("@type", .string("@json"))]),
            "dataType": .object([("@id", .string("cr:dataType")), ("@type", .string("@vocab"))]),
        ]
        let members: [(key: String, value: OrderedJSON)] = [
            ("@language", .string("en")), ("@vocab", .string("https://schema.org/")),
            ("cr", .string("http://mlcommons.org/croissant/")), ("rai", .string("http://mlcommons.org/croissant/RAI/")),
            ("dct", .string("http://purl.org/dc/terms/")), ("sc", .string("https://schema.org/")),
            ("conformsTo", .string("dct:conformsTo")),
            (
                "examples",
                .object([("@id", .string("cr:examples")), ("@type", .string("@json"))])
            ),
        ]
        return .object(members + own.map { (key: $0, value: special[$0] ?? .string("cr:\($0)")) })
    }
}
