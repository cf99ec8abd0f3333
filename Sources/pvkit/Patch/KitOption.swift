// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import Glibc
import PatchEngine

/// `--kit DIR`.
struct KitOption: ParsableArguments {
  @Option(
    help:
      "The directory of the kit. (default: the kit that is installed with pvkit)",
    completion: .directory)
  var kit: String?

  func read() throws -> Kit {
    let folder = try kit ?? Self.installed()
    try Scaffold.recover(kit: folder)
    return try Kit(folder: folder)
  }

  /// Below the prefix of an installed pvkit, or in the sources above one that was built there.
  private static func installed() throws -> String {
    var folders = executable().split(separator: "/").dropLast().map(String.init)
    let prefix = "/" + folders.dropLast().joined(separator: "/")
    var places = [prefix + "/share/pvkit/patches"]
    while !folders.isEmpty {
      places.append("/" + (folders + ["patches"]).joined(separator: "/"))
      folders.removeLast()
    }
    let place = places.first { place in FileName.with(place + "/kit") { access($0, R_OK) } == 0 }
    guard let place else {
      throw PatchError(places[0], "is missing", cure: "give the directory of the kit with --kit")
    }
    return place
  }

  /// Where this program stands.
  static func executable() -> String {
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let length = buffer.withUnsafeMutableBytes {
      readlink("/proc/self/exe", $0.baseAddress!, $0.count)
    }
    buffer[max(0, min(length, buffer.count - 1))] = 0
    return buffer.withUnsafeBytes { raw in
      raw.withMemoryRebound(to: CChar.self) { $0.baseAddress.map { FileName.text($0) } ?? "" }
    }
  }
}
