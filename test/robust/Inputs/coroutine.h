// The smallest coroutine type. INITIAL says whether the coroutine starts at
// once (std::suspend_never) or when it is resumed (std::suspend_always).
#include <coroutine>
#include <pthread.h>

template <class INITIAL> struct Task {
  struct promise_type {
    Task get_return_object() {
      return {std::coroutine_handle<promise_type>::from_promise(*this)};
    }
    INITIAL initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
  std::coroutine_handle<promise_type> Handle;
};
