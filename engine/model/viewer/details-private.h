/* details-private.h - for engine/model only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/viewer/details.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/* Returns: (transfer full): NULL with SEM_ERROR_NOT_FOUND or an error of the store. Any thread. */
SemPhotoDetails *sem_photo_details_read (SemStore *store, gint64 photo, GError **error);
/* Returns: (transfer full): of a picture that is no photo of the library. @file: (nullable). Any
 * thread. */
SemPhotoDetails *sem_photo_details_read_outside (GFile *file);

G_END_DECLS
