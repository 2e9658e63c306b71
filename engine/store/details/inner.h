/* inner.h - the pictures that photos may show in a part
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/store/store.h"

G_BEGIN_DECLS

/* The most bytes of a photo's inner pictures. */
#define SEM_STORE_MAX_INNER 1024

/**
 * sem_store_put_inner:
 * @inner: (array length=size): at most %SEM_STORE_MAX_INNER bytes; not checked
 *
 * Replaces what is stored of the photo. Call in a transaction.
 */
gboolean
sem_store_put_inner (SemStore *self, gint64 photo, const guint8 *inner, gsize size, GError **error);

/* @inner: (array length=size): at most SEM_STORE_MAX_INNER bytes, valid during the call only; it
 * must not use the store. */
typedef void (*SemStoreInnerFunc) (gint64 photo,
                                   const guint8 *inner,
                                   gsize size,
                                   gpointer user_data);
/**
 * sem_store_read_inner:
 * @last: (inout): what the last call set it to; 0 for all
 * @func: (scope call): called for each visible photo with bytes that were put since then, in the
 *   order of putting
 *
 * Returns: %FALSE with @error set
 */
gboolean sem_store_read_inner (SemStore *self,
                               gint64 *last,
                               SemStoreInnerFunc func,
                               gpointer user_data,
                               GError **error);

/* Reads the rows of all photos: call it seldom.
 * Returns: (transfer full) (element-type gint64): visible photos of which nothing was put,
 *   ascending */
GArray *sem_store_list_without_inner (SemStore *self, GError **error);

G_END_DECLS
