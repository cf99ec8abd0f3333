// SPDX-License-Identifier: Apache-2.0

import HypervisorABI
import Loaders
import TestGuests
import Testing

/// A guest with one thing wrong, and what the toolstack makes of it as a domU.
struct Mutant: Sendable, CustomTestStringConvertible {
  let name: String
  let mode: GuestMode
  let pv32: Bool
  /// Whether libxenguest builds it, as is known from running it.
  let accepts: Bool
  let image: TestImage

  init(
    _ name: String, _ verdict: Known, of guest: TestGuest = TestGuest(), mode: GuestMode = .pv,
    pv32: Bool = false, _ edit: (inout TestGuest) -> Void = { _ in }
  ) {
    var guest = guest
    edit(&guest)
    self.init(name, verdict, of: guest.build(), mode: mode, pv32: pv32)
  }

  /// The good guest's file, edited.
  init(_ name: String, _ verdict: Known, patch: (inout TestImage) -> Void) {
    var image = TestGuest().build()
    patch(&image)
    self.init(name, verdict, of: image, mode: .pv, pv32: false)
  }

  private init(
    _ name: String, _ verdict: Known, of image: TestImage, mode: GuestMode, pv32: Bool
  ) {
    self.name = name
    self.mode = mode
    self.pv32 = pv32
    accepts = verdict == .accepted
    self.image = image
  }

  enum Known { case accepted, refused }

  var testDescription: String { "\(name) (\(mode.rawValue)\(pv32 ? ", pv32" : ""))" }
}
