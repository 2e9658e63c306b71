/* backbones.h - the networks that computed features, and which photos have a feature of each
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/store/store.h"

G_BEGIN_DECLS

/* A backbone is named by its id, which is UTF-8 text, see sem_backbone_get_id(). */

/**
 * SemBackboneKind:
 * @SEM_BACKBONE_FOUND: not made from this library, such as the ImageNet weights; its features are
 *   always kept
 * @SEM_BACKBONE_TUNED: fine-tuned on this library's photos; removed with the last model that uses
 *   it
 * @SEM_BACKBONE_COMING: fine-tuned, and no model uses it yet: features are being computed. At most
 *   one
 *
 * Stored by number: never change them.
 */
typedef enum
{
  SEM_BACKBONE_FOUND = 0,
  SEM_BACKBONE_TUNED = 1,
  SEM_BACKBONE_COMING = 2,
} SemBackboneKind;

/* Adds the backbone, or changes its kind. A backbone that was SEM_BACKBONE_COMING before becomes
 * SEM_BACKBONE_TUNED where this one is coming. Call in a transaction. */
gboolean
sem_store_put_backbone (SemStore *self, const char *backbone, SemBackboneKind kind, GError **error);
/* Returns: a SemBackboneKind; SEM_BACKBONE_FOUND for one that the library does not have */
gint64 sem_store_get_backbone_kind (SemStore *self, const char *backbone, GError **error);
/* Returns: (transfer full) (element-type utf8): the backbones whose ids begin with @prefix, by id
 */
GPtrArray *sem_store_list_backbones (SemStore *self, const char *prefix, GError **error);
/* Removes a backbone that is SEM_BACKBONE_FOUND, and the record of which photos have its feature;
 * the features themselves are removed by sem_store_sweep(). Call in a transaction. */
gboolean sem_store_drop_backbone (SemStore *self, const char *backbone, GError **error);
/* Returns: (transfer full) (element-type utf8): the backbones that are not SEM_BACKBONE_FOUND */
GPtrArray *sem_store_list_tuned (SemStore *self, GError **error);

/* Records that the photo has a feature of the backbone; store the feature itself before or in the
 * same transaction, see sem_store_put_feature(). Does nothing where there is no such photo. */
gboolean
sem_store_note_feature (SemStore *self, gint64 photo, const char *backbone, GError **error);
/* Records that the photo has no such feature, so that the next indexing computes it again. */
gboolean
sem_store_forget_feature (SemStore *self, gint64 photo, const char *backbone, GError **error);
/* @found: (out): whether sem_store_note_feature() has recorded that the photo has a feature of the
 * backbone. */
gboolean sem_store_has_feature (SemStore *self,
                                gint64 photo,
                                const char *backbone,
                                gboolean *found,
                                GError **error);

/* Returns: (transfer full) (element-type gint64): visible photos with a feature, by the hash of
 * their contents: an order that does not depend on when each was added, for training */
GArray *sem_store_list_training (SemStore *self, const char *backbone, GError **error);
/* Returns: (transfer full) (element-type gint64): photos with a feature and ids above @after,
 * hidden ones included, ascending, the first @limit of them */
GArray *sem_store_list_featured (SemStore *self,
                                 const char *backbone,
                                 gint64 after,
                                 guint limit,
                                 GError **error);
/* Returns: (transfer full) (element-type gint64): visible photos without a feature and with ids
 * above @after, ascending, the first @limit of them */
GArray *sem_store_list_undescribed (SemStore *self,
                                    const char *backbone,
                                    gint64 after,
                                    guint limit,
                                    GError **error);
/* Returns: the number of visible photos without a feature. Reads every row. */
gint64 sem_store_count_undescribed (SemStore *self, const char *backbone, GError **error);

G_END_DECLS
