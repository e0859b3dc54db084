import COneDNN
import ComputeEngine

/// Owns oneDNN's CPU engine and the stream that primitives run in.
///
/// oneDNN runs on libgomp: a team of threads belongs to the thread that calls, so use an engine from one thread only.
final class DNNLEngine {
  let handle: dnnl_engine_t
  let stream: dnnl_stream_t

  init() throws(EngineError) {
    var engine: dnnl_engine_t?
    try check(dnnl_engine_create(&engine, dnnl_cpu, 0), "dnnl_engine_create")
    guard let engine else { throw EngineError("oneDNN made no CPU engine") }
    var stream: dnnl_stream_t?
    let status = dnnl_stream_create(&stream, engine, dnnl_stream_default_flags.rawValue)
    guard status == dnnl_success, let stream else {
      dnnl_engine_destroy(engine)
      throw EngineError("oneDNN made no stream (status \(status.rawValue))")
    }
    handle = engine
    self.stream = stream
  }

  deinit {
    dnnl_stream_destroy(stream)
    dnnl_engine_destroy(handle)
  }
}

/// Throws where a oneDNN call did not succeed.
func check(_ status: dnnl_status_t, _ call: @autoclosure () -> String) throws(EngineError) {
  guard status != dnnl_success else { return }
  let reason =
    switch status {
    case dnnl_out_of_memory: "out of memory"
    case dnnl_invalid_arguments: "invalid arguments"
    case dnnl_unimplemented: "not implemented for this processor"
    default: "status \(status.rawValue)"
    }
  throw EngineError("oneDNN: \(call()): \(reason)")
}
