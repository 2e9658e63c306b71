/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/base/memory.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

#define DELAY_MILLISECONDS 500

static gpointer
give_back (gpointer data)
{
#ifdef __GLIBC__
  malloc_trim (0);
#endif
  return NULL;
}

static gboolean
give_back_cb (gpointer data)
{
  guint *handle = data;
  GThread *thread = g_thread_try_new ("give-back", give_back, NULL, NULL);

  *handle = 0;
  if (thread)
    g_thread_unref (thread);
  return G_SOURCE_REMOVE;
}

void
sem_memory_give_back_soon (guint *handle)
{
  g_clear_handle_id (handle, g_source_remove);
  *handle = g_timeout_add_full (G_PRIORITY_LOW, DELAY_MILLISECONDS, give_back_cb, handle, NULL);
}
