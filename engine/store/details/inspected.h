/* inspected.h - what was measured of a model's codes, and features of altered photos
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/store/store.h"

G_BEGIN_DECLS

/* The most numbers under one name. */
#define SEM_STORE_MAX_INSPECTED (1024 * 1024)

/* The put and drop functions are called in a transaction. */

/**
 * sem_store_put_inspected:
 * @model: a model's row; the numbers are removed with it
 * @name: of the numbers, UTF-8
 * @values: (array length=n): finite; at most %SEM_STORE_MAX_INSPECTED
 *
 * Replaces what is stored under the name.
 */
gboolean sem_store_put_inspected (SemStore *self,
                                  gint64 model,
                                  const char *name,
                                  const double *values,
                                  gsize n,
                                  GError **error);
/* @values: (array length=n): finite; valid during the call only. It must not use the store. */
typedef void (*SemStoreInspectedFunc) (const char *name,
                                       const double *values,
                                       gsize n,
                                       gpointer user_data);
/* @func: (scope call): called for each name, in the order of the names. Values that are no array of
 * finite numbers are damaged and skipped: they can be measured again. */
gboolean sem_store_read_inspected (SemStore *self,
                                   gint64 model,
                                   SemStoreInspectedFunc func,
                                   gpointer user_data,
                                   GError **error);
gboolean sem_store_drop_inspected (SemStore *self, gint64 model, GError **error);

/**
 * sem_store_put_altered:
 * @hash: (array fixed-size=32): of the photo's contents
 * @alteration: what was done to the photo, UTF-8
 * @feature: (array length=dim): of the altered photo, half-precision floats (IEEE 754 binary16)
 *
 * Removed with the photo and with the backbone.
 */
gboolean sem_store_put_altered (SemStore *self,
                                const guint8 *hash,
                                const char *backbone,
                                const char *alteration,
                                const guint16 *feature,
                                guint dim,
                                GError **error);
/**
 * sem_store_get_altered:
 * @feature: (out) (array length=dim): written only where it is found
 * @found: (out): FALSE where there is no such feature of @dim values
 */
gboolean sem_store_get_altered (SemStore *self,
                                const guint8 *hash,
                                const char *backbone,
                                const char *alteration,
                                guint16 *feature,
                                guint dim,
                                gboolean *found,
                                GError **error);

G_END_DECLS
