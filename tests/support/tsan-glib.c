/* tsan-glib.c - tell ThreadSanitizer about GLib's synchronisation
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * GLib is not instrumented: its locks, queues and thread hand-overs are futexes and atomics that
 * ThreadSanitizer does not see, so that everything they protect would be reported as a race. Each
 * function here interposes GLib's function of the same name and annotates what happens before what.
 * Only part of a build with -Db_sanitize=thread.
 */

#include <dlfcn.h>
#include <gio/gio.h>

void __tsan_acquire (void *address);
void __tsan_release (void *address);

/* GLib's function. Several threads may look it up at the same time: the result is the same. */
#define GLIB_OWN(name)                                                                             \
  static __typeof__ (name) *own;                                                                   \
  if (!__atomic_load_n (&own, __ATOMIC_RELAXED))                                                   \
  __atomic_store_n (&own, (__typeof__ (name) *) dlsym (RTLD_NEXT, #name), __ATOMIC_RELAXED)

void (g_mutex_lock) (GMutex *mutex)
{
  GLIB_OWN (g_mutex_lock);
  own (mutex);
  __tsan_acquire (mutex);
}

gboolean (g_mutex_trylock) (GMutex *mutex)
{
  gboolean locked;

  GLIB_OWN (g_mutex_trylock);
  locked = own (mutex);
  if (locked)
    __tsan_acquire (mutex);
  return locked;
}

void (g_mutex_unlock) (GMutex *mutex)
{
  GLIB_OWN (g_mutex_unlock);
  __tsan_release (mutex);
  own (mutex);
}

void
g_cond_wait (GCond *cond, GMutex *mutex)
{
  GLIB_OWN (g_cond_wait);
  __tsan_release (mutex);
  own (cond, mutex);
  __tsan_acquire (mutex);
}

gboolean
g_cond_wait_until (GCond *cond, GMutex *mutex, gint64 end_time)
{
  gboolean signalled;

  GLIB_OWN (g_cond_wait_until);
  __tsan_release (mutex);
  signalled = own (cond, mutex, end_time);
  __tsan_acquire (mutex);
  return signalled;
}

/* A thread or a pool; never freed, since a thread may outlive all references to it. */
typedef struct
{
  GThreadFunc thread_func;
  GFunc pool_func;
  gpointer data;
} Start;

static Start *
start_new (GThreadFunc thread_func, GFunc pool_func, gpointer data)
{
  Start *start = g_new (Start, 1);

  *start = (Start){ thread_func, pool_func, data };
  __tsan_release (start);
  return start;
}

static gpointer
thread_worker (gpointer data)
{
  Start *start = data;
  gpointer result;

  __tsan_acquire (start);
  result = start->thread_func (start->data);
  __tsan_release (g_thread_self ());
  return result;
}

GThread *
g_thread_new (const char *name, GThreadFunc func, gpointer data)
{
  GLIB_OWN (g_thread_new);
  return own (name, thread_worker, start_new (func, NULL, data));
}

GThread *
g_thread_try_new (const char *name, GThreadFunc func, gpointer data, GError **error)
{
  GLIB_OWN (g_thread_try_new);
  return own (name, thread_worker, start_new (func, NULL, data), error);
}

gpointer
g_thread_join (GThread *thread)
{
  gpointer result;

  GLIB_OWN (g_thread_join);
  result = own (thread);
  __tsan_acquire (thread);
  return result;
}

static void
pool_worker (gpointer item, gpointer data)
{
  Start *start = data;

  __tsan_acquire (start);
  start->pool_func (item, start->data);
  __tsan_release (start);
}

GThreadPool *
g_thread_pool_new (GFunc func, gpointer data, gint max_threads, gboolean exclusive, GError **error)
{
  GLIB_OWN (g_thread_pool_new);
  return own (pool_worker, start_new (NULL, func, data), max_threads, exclusive, error);
}

gboolean
g_thread_pool_push (GThreadPool *pool, gpointer data, GError **error)
{
  GLIB_OWN (g_thread_pool_push);
  if (pool->func == pool_worker)
    __tsan_release (pool->user_data);
  return own (pool, data, error);
}

void
g_thread_pool_free (GThreadPool *pool, gboolean immediate, gboolean wait)
{
  Start *start = pool->func == pool_worker ? pool->user_data : NULL;

  GLIB_OWN (g_thread_pool_free);
  own (pool, immediate, wait);
  if (start && wait)
    __tsan_acquire (start);
}

void
g_async_queue_push (GAsyncQueue *queue, gpointer data)
{
  GLIB_OWN (g_async_queue_push);
  __tsan_release (queue);
  own (queue, data);
}

gpointer
g_async_queue_pop (GAsyncQueue *queue)
{
  gpointer item;

  GLIB_OWN (g_async_queue_pop);
  item = own (queue);
  __tsan_acquire (queue);
  return item;
}

gpointer
g_async_queue_try_pop (GAsyncQueue *queue)
{
  gpointer item;

  GLIB_OWN (g_async_queue_try_pop);
  item = own (queue);
  __tsan_acquire (queue);
  return item;
}

gpointer
g_async_queue_timeout_pop (GAsyncQueue *queue, guint64 timeout)
{
  gpointer item;

  GLIB_OWN (g_async_queue_timeout_pop);
  item = own (queue, timeout);
  __tsan_acquire (queue);
  return item;
}

/* Dropping the last reference happens after all other drops. */
#define DROP(name, type)                                                                           \
  void (name) (type object)                                                                        \
  {                                                                                                \
    GLIB_OWN (name);                                                                               \
    __tsan_release ((void *) object);                                                              \
    __tsan_acquire ((void *) object);                                                              \
    own (object);                                                                                  \
  }

DROP (g_object_unref, gpointer)
DROP (g_bytes_unref, GBytes *)
DROP (g_async_queue_unref, GAsyncQueue *)

gboolean (g_atomic_ref_count_dec) (gatomicrefcount *count)
{
  gboolean last;

  GLIB_OWN (g_atomic_ref_count_dec);
  __tsan_release (count);
  last = own (count);
  if (last)
    __tsan_acquire (count);
  return last;
}

/* Who finds that no other reference is left may write after all drops. */
gboolean (g_atomic_ref_count_compare) (gatomicrefcount *count, gint value)
{
  gboolean equal;

  GLIB_OWN (g_atomic_ref_count_compare);
  equal = own (count, value);
  if (equal)
    __tsan_acquire (count);
  return equal;
}

/* Most readers access the location directly, by an atomic that the compiler inlined. */
gboolean (g_once_init_enter) (volatile void *location)
{
  gboolean first;

  GLIB_OWN (g_once_init_enter);
  first = own (location);
  __tsan_acquire ((void *) location);
  return first;
}

void (g_once_init_leave) (volatile void *location, gsize result)
{
  GLIB_OWN (g_once_init_leave);
  __tsan_release ((void *) location);
  own (location, result);
}

void
g_task_return_pointer (GTask *task, gpointer result, GDestroyNotify destroy)
{
  GLIB_OWN (g_task_return_pointer);
  __tsan_release (task);
  own (task, result, destroy);
}

void
g_task_return_boolean (GTask *task, gboolean result)
{
  GLIB_OWN (g_task_return_boolean);
  __tsan_release (task);
  own (task, result);
}

void
g_task_return_int (GTask *task, gssize result)
{
  GLIB_OWN (g_task_return_int);
  __tsan_release (task);
  own (task, result);
}

void
g_task_return_error (GTask *task, GError *error)
{
  GLIB_OWN (g_task_return_error);
  __tsan_release (task);
  own (task, error);
}

gpointer
g_task_propagate_pointer (GTask *task, GError **error)
{
  GLIB_OWN (g_task_propagate_pointer);
  __tsan_acquire (task);
  return own (task, error);
}

gboolean
g_task_propagate_boolean (GTask *task, GError **error)
{
  GLIB_OWN (g_task_propagate_boolean);
  __tsan_acquire (task);
  return own (task, error);
}

gssize
g_task_propagate_int (GTask *task, GError **error)
{
  GLIB_OWN (g_task_propagate_int);
  __tsan_acquire (task);
  return own (task, error);
}

/* The function itself, since a task has no room for it. */
static GHashTable *task_workers;
G_LOCK_DEFINE_STATIC (task_workers);

static void
task_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GTaskThreadFunc func;

  __tsan_acquire (task);
  G_LOCK (task_workers);
  func = (GTaskThreadFunc) g_hash_table_lookup (task_workers, task);
  g_hash_table_remove (task_workers, task);
  G_UNLOCK (task_workers);
  func (task, source, data, cancellable);
  __tsan_release (task);
}

void
g_task_run_in_thread (GTask *task, GTaskThreadFunc func)
{
  GLIB_OWN (g_task_run_in_thread);
  G_LOCK (task_workers);
  if (!task_workers)
    task_workers = g_hash_table_new (NULL, NULL);
  g_hash_table_insert (task_workers, task, (gpointer) func);
  G_UNLOCK (task_workers);
  __tsan_release (task);
  own (task, task_worker);
}

typedef struct
{
  GSourceFunc func;
  gpointer data;
  GDestroyNotify destroy;
} Callback;

static gboolean
callback_run (gpointer data)
{
  Callback *callback = data;

  __tsan_acquire (callback);
  return callback->func (callback->data);
}

static void
callback_free (gpointer data)
{
  Callback *callback = data;

  __tsan_acquire (callback);
  if (callback->destroy)
    callback->destroy (callback->data);
  g_free (callback);
}

guint
g_idle_add_full (gint priority, GSourceFunc func, gpointer data, GDestroyNotify destroy)
{
  Callback *callback = g_new (Callback, 1);

  GLIB_OWN (g_idle_add_full);
  *callback = (Callback){ func, data, destroy };
  __tsan_release (callback);
  return own (priority, callback_run, callback, callback_free);
}
