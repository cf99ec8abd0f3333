// SPDX-License-Identifier: Apache-2.0

// Coverage-guided fuzzing by LLVM's libFuzzer, which swiftc brings along and whose main function this
// has: `make fuzz` builds it with -sanitize=fuzzer and runs it for each target. What it is to do is
// said by the environment, for the command line is libFuzzer's:
//
//   FUZZ_TARGET=NAME              the target; without it each one's name and longest input are printed
//   FUZZ_TARGET=NAME FUZZ_SEEDS=D writes the target's seeds to that folder

import FuzzTargets
@preconcurrency import Glibc

private func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

private let chosen: FuzzTarget = {
  guard let name = variable("FUZZ_TARGET") else {
    for target in FuzzTarget.all { print(target.name, target.longest) }
    exit(0)
  }
  guard let target = FuzzTarget.named(name) else {
    fputs("FUZZ_TARGET: there is no target \(name)\n", stderr)
    exit(2)
  }
  return target
}()

private func writeSeeds(to folder: String) {
  for (index, seed) in chosen.seeds().enumerated() {
    let path = "\(folder)/seed-\(index)"
    guard let file = fopen(path, "w"), fwrite(seed, 1, seed.count, file) == seed.count,
      fclose(file) == 0
    else {
      perror(path)
      exit(2)
    }
  }
}

/// Called by libFuzzer before anything else.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(
  _ count: UnsafeMutablePointer<CInt>?, _ arguments: UnsafeMutableRawPointer?
) -> CInt {
  _ = chosen
  if let folder = variable("FUZZ_SEEDS") {
    writeSeeds(to: folder)
    exit(0)
  }
  return 0
}

/// Called by libFuzzer for each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func tryOne(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  let input = Array(UnsafeBufferPointer(start: data, count: size))
  // One of 256 thoroughly, as its bytes say, so that a failure is the same when it is tried again.
  let sum = input.reduce(0) { $0 &+ Int($1) }
  if input.count <= chosen.longest { chosen.run(input, thoroughly: sum & 255 == 0) }
  return 0
}
