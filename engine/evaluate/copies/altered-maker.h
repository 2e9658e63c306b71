/* altered-maker.h - makes altered pictures of photos
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/evaluate/pictures/alteration.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* For any thread: as many decoders are started as there are threads that use it at the same
 * time. */
typedef struct _SemAlteredMaker SemAlteredMaker;

SemAlteredMaker *sem_altered_maker_new (void) G_GNUC_WARN_UNUSED_RESULT;
void sem_altered_maker_free (SemAlteredMaker *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemAlteredMaker, sem_altered_maker_free)

/**
 * sem_altered_maker_make:
 * @paths: (array) (element-type filename): as many photos as the alteration shows
 * @view: (nullable): what the decoder does, for an alteration that it does
 * @random: for an alteration that is made here
 * @error: return location; an error of the decoder
 *
 * Photos of more than 1,600 pixels a side are shrunk first. Blocks.
 *
 * Returns: (transfer full): a JPEG, or %NULL with @error set
 */
GBytes *sem_altered_maker_make (SemAlteredMaker *self,
                                const SemAlteration *alteration,
                                const char *const *paths,
                                const SemDecodeView *view,
                                SemRandom *random,
                                GCancellable *cancellable,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
