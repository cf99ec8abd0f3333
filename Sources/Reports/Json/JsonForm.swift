// SPDX-License-Identifier: Apache-2.0

import GuestTypes

/// The forms of JSON that pvkit writes; each is a contract.
///
/// Docs/schemas/NAME.schema.json describes each form as a JSON Schema (draft 2020-12), and a test
/// validates the output of the commands. Every object has the form's name as `form` and its
/// `version`.
public enum JsonForm: String, CaseIterable, Sendable {
  case abiConstants = "abi-constants"
  case abiDiff = "abi-diff"
  case abiFeatures = "abi-features"
  case abiHypercalls = "abi-hypercalls"
  case abiKeys = "abi-keys"
  case abiLayouts = "abi-layouts"
  case abiNotes = "abi-notes"
  case abiSnapshot = "abi-snapshot"
  case abiStruct = "abi-struct"
  case abiStructures = "abi-structures"
  case abiVerify = "abi-verify"
  case baseline
  case boot
  case check
  case diff
  case explain
  case notes
  case patchEntries = "patch-entries"
  case patchMatrix = "patch-matrix"
  case patch
  case releases
  case run
  case scan
  case shard
  case shardView = "shard-view"
  case stale

  /// Incremented when a key is removed or changes its meaning, but not when a key is added.
  public var version: Int { self == .abiSnapshot ? Snapshot.version : 1 }
}

/// A value that is printed as a JSON object with the additional keys `form` and `version`.
///
/// It must encode into a keyed container.
public protocol JsonDocument: Encodable, Sendable {
  /// The form of the value.
  static var form: JsonForm { get }
}

/// A document with the keys that every document has, and those that it has as one of many.
struct VersionedDocument<Value: Encodable>: Encodable {
  let value: Value
  let form: JsonForm
  /// The texts by which its findings are recognized in the next build.
  var fingerprints: [String]?
  /// The occurrences of its findings about classes of instructions.
  var occurrences: [String: [String]]?
  /// The comparison with the baseline.
  var baseline: BaselineComparison?
  /// The number of its file among those of all shards, from 1.
  var input: Int?

  private enum CodingKeys: CodingKey {
    case form, version, fingerprints, occurrences, baseline, input
  }

  func encode(to encoder: any Encoder) throws {
    try value.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(form.rawValue, forKey: .form)
    try container.encode(form.version, forKey: .version)
    try container.encodeIfPresent(fingerprints, forKey: .fingerprints)
    try container.encodeIfPresent(occurrences, forKey: .occurrences)
    try container.encodeIfPresent(baseline, forKey: .baseline)
    try container.encodeIfPresent(input, forKey: .input)
  }
}
