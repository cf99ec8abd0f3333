// SPDX-License-Identifier: Apache-2.0

import Base

/// The CPU time of the current thread, which does not depend on the load of the machine.
public enum CPUTime {
  /// Seconds of CPU time that `body` takes.
  public static func spent<E>(by body: () throws(E) -> Void) throws(E) -> Double {
    let start = SteadyTime.ofThread
    try body()
    return Double(SteadyTime.ofThread - start) / Double(SteadyTime.second)
  }
}
