// SPDX-License-Identifier: Apache-2.0

/// A structure in guest memory that is read whole, changed by member and written back whole.
struct GuestArgument {
  let address: UInt64
  let places: StructurePlaces
  var bytes: [UInt8]

  /// The value of a member; 0 if this release's structure does not have it.
  subscript(_ path: String) -> UInt64 {
    get {
      guard let place = places[path] else { return 0 }
      return (0..<min(place.size, 8)).reduce(0) {
        $0 | UInt64(bytes[place.offset + $1]) << UInt64(8 * $1)
      }
    }
    set {
      guard let place = places[path] else { return }
      for index in 0..<min(place.size, 8) {
        bytes[place.offset + index] = UInt8(truncatingIfNeeded: newValue >> UInt64(8 * index))
      }
    }
  }
}

extension Hypervisor {
  /// Reads the structure of that name from a guest address.
  func argument(_ structure: String, at address: UInt64) throws(XenError) -> GuestArgument {
    guard let places = interface.structure(structure) else { throw .notImplemented }
    let bytes = try space.read(places.size, at: address)
    return GuestArgument(address: address, places: places, bytes: bytes)
  }

  func write(_ argument: GuestArgument) throws(XenError) {
    try space.write(argument.bytes, at: argument.address)
  }
}
