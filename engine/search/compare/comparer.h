/* comparer.h - two photos, compared with each other
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "engine/proof/proof.h"
#include "engine/search/compare/heat.h"
#include "engine/search/request/copy-kind.h"

G_BEGIN_DECLS

/**
 * SemComparison:
 * @width, @height: of each upright photo, in pixels
 * @likeness: how alike they are, from 0 to 1: the number that a search shows before it makes the
 *   likeness of its hits fall monotonically; 1 for identical files
 * @alike: whether that is more than unrelated photos have in a library of a thousand
 * @n_bits: bits of the codes; 0 where the library has no model
 * @distance: Hamming distance of the codes, in bits; 0 where there are none
 * @heat: how much each part of each photo agrees with the other photo
 * @proven: whether sem_comparer_prove() has determined @kind
 * @kind: what the second photo is to the first: %SEM_COPY_IDENTICAL is known without a proof, the
 *   other kinds by one
 * @region, @part: where in the first photo the second lies, and the part of the second that the
 *   first covers; all 0 where there is no proof
 * @turn: how far the second has to be turned clockwise to lie like the first, as in #SemProof
 *
 * A plain value without pointers.
 */
typedef struct
{
  guint width[2];
  guint height[2];
  double likeness;
  gboolean alike;
  guint n_bits;
  guint distance;
  SemHeat heat[2];
  gboolean proven;
  SemCopyKind kind;
  SemProofArea region;
  SemProofArea part;
  double turn;
} SemComparison;

/* (transfer full): one translated sentence that says what the heat of both photos shows. */
char *sem_comparison_dup_sentence (const SemComparison *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * SemComparer:
 *
 * Compares files, in the library or not. Keeps what it has computed of the last photos, so that
 * the same two, or one of them with another, are compared at once: until a file changes or another
 * model becomes active. One thread at a time.
 */
typedef struct _SemComparer SemComparer;

/* @library: (type filename): whose model is used; a library that is not there, or has no model,
 * only lacks codes. Opens nothing yet. */
SemComparer *sem_comparer_new (const char *library) G_GNUC_WARN_UNUSED_RESULT;
void sem_comparer_free (SemComparer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemComparer, sem_comparer_free)

/**
 * sem_comparer_measure:
 * @paths: (array fixed-size=2) (element-type filename): two image files, which may be the same
 * @comparison: (out): all but the proof
 * @error: return location; %SEM_ERROR_UNREADABLE, _NOT_AN_IMAGE, _DAMAGED, _TOO_LARGE,
 *   _DECODER_DIED, _DECODER_TIMED_OUT, _NO_DECODER for a file; _NO_WEIGHTS; an error of the store,
 *   but for a library that is not there; %G_IO_ERROR_CANCELLED
 *
 * Photos of the library are compared by their stored features. Takes the time to decode what is not
 * kept, and well below a tenth of a second for the rest. Blocks.
 */
gboolean sem_comparer_measure (SemComparer *self,
                               const char *const *paths,
                               SemComparison *comparison,
                               GCancellable *cancellable,
                               GError **error);

/**
 * sem_comparer_prove:
 * @comparison: (inout): of sem_comparer_measure() with the same @paths
 * @error: return location; as for sem_comparer_measure()
 *
 * Finds out what the second photo is to the first, see engine/proof/proof.h. Takes about half a
 * second. Blocks.
 */
gboolean sem_comparer_prove (SemComparer *self,
                             const char *const *paths,
                             SemComparison *comparison,
                             GCancellable *cancellable,
                             GError **error);

/**
 * SemCompareView:
 * @SEM_COMPARE_HEAT: both photos side by side, of one height, with their heat
 * @SEM_COMPARE_DIFFERENCE: what the two have in common, black where they agree and brighter the
 *   more they differ; a copy alone has that
 */
typedef enum
{
  SEM_COMPARE_HEAT,
  SEM_COMPARE_DIFFERENCE,
} SemCompareView;

/**
 * SemComparePicture:
 * @rgb: (nullable): shape (@height, @width, 3), R G B, rows adjacent
 *
 * What was drawn; its owner releases @rgb.
 */
typedef struct
{
  GBytes *rgb;
  guint width;
  guint height;
} SemComparePicture;

/**
 * sem_comparer_draw:
 * @comparison: of the same @paths
 * @picture: (out): without pixels, and without an error, for a difference of photos that are no
 *   copies, or are turned by other than quarters
 * @error: return location; as for sem_comparer_measure()
 *
 * Draws a view, each side of a photo being at most %SEM_PROOF_SIDE pixels. Blocks.
 */
gboolean sem_comparer_draw (SemComparer *self,
                            SemCompareView view,
                            const char *const *paths,
                            const SemComparison *comparison,
                            SemComparePicture *picture,
                            GError **error);

G_END_DECLS
