// SPDX-License-Identifier: Apache-2.0

import GuestTypes

/// The forms of JSON that pvkit writes: one for each command, and a contract.
///
/// Docs/schemas/NAME.schema.json describes each of them as a JSON Schema (draft 2020-12), and a test
/// validates what the commands print. Every object carries the form's name as `form` and its
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

  /// Incremented when a key is removed or changes its meaning; a new key does not count.
  public var version: Int { self == .abiSnapshot ? Snapshot.version : 1 }
}

/// A value that is printed as JSON by itself, with `form` and `version` beside its own keys.
///
/// It must encode into a keyed container.
public protocol JsonDocument: Encodable, Sendable {
  /// What the value is, for whoever reads it.
  static var form: JsonForm { get }
}

/// A document with the two keys that all have, and those that it has as one of many.
struct Stamped<Value: Encodable>: Encodable {
  let value: Value
  let form: JsonForm
  /// By what its findings are recognized in the next build.
  var fingerprints: [String]?
  /// What is new of them.
  var baseline: BaselineComparison?
  /// Its place among all the files that the shards share, from 1.
  var input: Int?

  private enum CodingKeys: CodingKey { case form, version, fingerprints, baseline, input }

  func encode(to encoder: any Encoder) throws {
    try value.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(form.rawValue, forKey: .form)
    try container.encode(form.version, forKey: .version)
    try container.encodeIfPresent(fingerprints, forKey: .fingerprints)
    try container.encodeIfPresent(baseline, forKey: .baseline)
    try container.encodeIfPresent(input, forKey: .input)
  }
}
