// SPDX-License-Identifier: Apache-2.0

/// A value that is encoded as `null` if it is nil; an optional property has no key then.
public struct Nullable<Value: Encodable & Sendable>: Encodable, Sendable {
  /// The value; nil for `null`.
  public let value: Value?

  public init(_ value: Value?) { self.value = value }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let value { try container.encode(value) } else { try container.encodeNil() }
  }
}

extension Nullable: Decodable where Value: Decodable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    value = container.decodeNil() ? nil : try container.decode(Value.self)
  }
}

extension KeyedDecodingContainer {
  /// A key that the document does not have is nil: documents of earlier versions have fewer keys.
  func decode<Value: Decodable>(
    _ type: Nullable<Value>.Type, forKey key: Key
  ) throws -> Nullable<Value> {
    try decodeIfPresent(type, forKey: key) ?? Nullable(nil)
  }
}
