// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc
import GuestImage

/// A folder under $TMPDIR or /tmp for as long as a closure runs.
struct ScratchFolder {
  let path: String

  /// Makes the folder, and removes it whatever happens: signals that would end the process wait
  /// until it is gone.
  static func with<R>(_ body: (ScratchFolder) throws -> R) throws -> R {
    var (waiting, before) = (sigset_t(), sigset_t())
    sigemptyset(&waiting)
    for signal in endings { sigaddset(&waiting, signal) }
    pthread_sigmask(SIG_BLOCK, &waiting, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    let parent = FileName.variable("TMPDIR") ?? "/tmp"
    guard let created = FileName.makeDirectory(parent + "/pvkit-types.XXXXXX") else {
      throw failure(parent)
    }
    defer { remove(created) }
    return try body(ScratchFolder(path: created))
  }

  /// Whether somebody asked the process to end.
  static var isEnding: Bool {
    var pending = sigset_t()
    sigpending(&pending)
    return endings.contains { sigismember(&pending, $0) == 1 }
  }

  private static let endings = [SIGINT, SIGQUIT, SIGTERM, SIGHUP]

  func file(_ name: String) -> String { path + "/" + name }

  /// Writes a file, and makes the folders that lead to it.
  func write(_ name: String, _ text: String) throws(ImageError) {
    makeFolders(to: name)
    let bytes = Array(text.utf8)
    guard let stream = FileName.with(file(name), { fopen($0, "w") }) else {
      throw Self.failure(file(name))
    }
    let written = fwrite(bytes, 1, bytes.count, stream)
    guard fclose(stream) == 0, written == bytes.count else { throw Self.failure(file(name)) }
  }

  func link(_ name: String, to target: String) throws(ImageError) {
    makeFolders(to: name)
    let isMade = FileName.with(target) { target in
      FileName.with(file(name)) { symlink(target, $0) == 0 }
    }
    guard isMade else { throw Self.failure(file(name)) }
  }

  private func makeFolders(to name: String) {
    var folder = path
    for part in name.split(separator: "/").dropLast() {
      folder += "/" + part
      _ = FileName.with(folder) { mkdir($0, 0o700) }
    }
  }

  /// A folder with all that is in it; links are removed, not followed.
  private static func remove(_ path: String) {
    guard FileName.with(path, { Glibc.remove($0) }) != 0,
      let folder = FileName.with(path, { opendir($0) })
    else { return }
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { FileName.text($0) }
      }
      if name != ".", name != ".." { remove(path + "/" + name) }
    }
    closedir(folder)
    _ = FileName.with(path) { rmdir($0) }
  }

  private static func failure(_ path: String) -> ImageError {
    ImageError(
      image: path, problem: "cannot write there: " + String(cString: strerror(errno)),
      cure: "set TMPDIR to a writable directory")
  }
}
