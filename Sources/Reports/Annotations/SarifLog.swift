// SPDX-License-Identifier: Apache-2.0

import Base

/// The parts of a SARIF log that pvkit writes; the names are the standard's.
struct SarifLog: Encodable {
  let version = "2.1.0"
  let schema = "https://json.schemastore.org/sarif-2.1.0.json"
  let runs: [Run]

  private enum CodingKeys: String, CodingKey {
    case version, runs
    case schema = "$schema"
  }

  struct Run: Encodable {
    let tool: Tool
    let invocations: [Invocation]
    let results: [Result]
  }

  struct Tool: Encodable { let driver: Driver }

  struct Driver: Encodable {
    let name: String
    let semanticVersion: String
    let rules: [Rule]
  }

  struct Rule: Encodable {
    let id: String
    let shortDescription: Text
    let help: Markdown
    let defaultConfiguration: Configuration
  }

  struct Configuration: Encodable { let level: Severity }

  struct Invocation: Encodable {
    let executionSuccessful: Bool
    let toolExecutionNotifications: [Notification]
  }

  struct Notification: Encodable {
    let level: Severity
    let message: Text
    let locations: [Location]
  }

  struct Result: Encodable {
    let ruleId: String
    let ruleIndex: Int?
    let level: Severity
    let baselineState: BaselineState?
    let message: Text
    let locations: [Location]
    let partialFingerprints: [String: String]
    /// The image, if the location is in a source file.
    let properties: [String: String]?
  }

  struct Location: Encodable {
    let physicalLocation: PhysicalLocation
    let logicalLocations: [LogicalLocation]?
  }

  struct PhysicalLocation: Encodable {
    let artifactLocation: Artifact
    let region: Region?
  }

  struct LogicalLocation: Encodable { let fullyQualifiedName: String }

  struct Artifact: Encodable { let uri: String }

  /// A line in a text file or an offset in a binary file; exactly one of them is set.
  struct Region: Encodable {
    let startLine: Int?
    let byteOffset: UInt64?
  }

  struct Text: Encodable { let text: String }

  struct Markdown: Encodable {
    let text: String
    let markdown: String
  }
}
