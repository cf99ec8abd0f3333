// SPDX-License-Identifier: Apache-2.0

import Synchronization

@testable import PatchEngine

/// A disk on which the process is killed at its n-th call: nothing comes after it. A file that it
/// was writing is there by half.
final class StoppingDisk: TreeDisk {
  struct Killed: Error {}

  private let real = RealDisk()
  private let rest: Mutex<Int>

  init(after calls: Int = .max) { rest = Mutex(calls) }

  /// Whether all calls went through.
  var hasFinished: Bool { rest.withLock { $0 >= 0 } }

  private func call(_ work: () throws(PatchError) -> Void) throws(PatchError) {
    guard
      rest.withLock({
        $0 -= 1
        return $0 >= 0
      })
    else {
      throw PatchError("the process", "was killed")
    }
    try work()
  }

  func makeFolder(_ path: String) throws(PatchError) {
    try call { () throws(PatchError) in try real.makeFolder(path) }
  }

  func write(_ bytes: [UInt8], to path: String, mode: UInt32) throws(PatchError) {
    if rest.withLock({ $0 == 0 }) {
      try real.write(Array(bytes.prefix(bytes.count / 2)), to: path, mode: 0o600)
    }
    try call { () throws(PatchError) in try real.write(bytes, to: path, mode: mode) }
  }

  func move(_ path: String, to other: String) throws(PatchError) {
    try call { () throws(PatchError) in try real.move(path, to: other) }
  }

  func removeFile(_ path: String) throws(PatchError) {
    try call { () throws(PatchError) in try real.removeFile(path) }
  }

  func removeFolder(_ path: String) throws(PatchError) {
    try call { () throws(PatchError) in try real.removeFolder(path) }
  }

  /// Nobody cuts the power.
  func settle(_ folder: String) throws(PatchError) {
    try call { () throws(PatchError) in }
  }
}
