/* proof.h - whether two pictures are the same one
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Longest side of the pictures that are laid over each other, in pixels. */
#define SEM_PROOF_SIDE 1024

/**
 * SemProofKind:
 * @SEM_PROOF_NONE: nothing is proven: the pictures differ, or have too little texture to be
 *   compared
 * @SEM_PROOF_SAME: the same picture at the same size
 * @SEM_PROOF_RESIZED: the same picture at another size
 * @SEM_PROOF_CROPPED: the stored picture is a part of the query, or shows a part of it among others
 * @SEM_PROOF_ORIGINAL: the query is a part of the stored picture, or shows a part of it among
 * others
 * @SEM_PROOF_MIRRORED: mirrored, and perhaps turned, cropped or recoloured
 * @SEM_PROOF_TURNED: turned, and perhaps cropped or recoloured
 * @SEM_PROOF_RECOLOURED: in other colours: grey, sepia, tinted, as a negative
 *
 * What the stored picture is to the query. A border of one colour around the one or the other is
 * no part of a picture.
 */
typedef enum
{
  SEM_PROOF_NONE,
  SEM_PROOF_SAME,
  SEM_PROOF_RESIZED,
  SEM_PROOF_CROPPED,
  SEM_PROOF_ORIGINAL,
  SEM_PROOF_MIRRORED,
  SEM_PROOF_TURNED,
  SEM_PROOF_RECOLOURED,
} SemProofKind;

/**
 * SemProofArea:
 * @x, @y, @width, @height: a rectangle of an upright picture, as shares of its sides, 0 to 1
 */
typedef struct
{
  double x, y;
  double width, height;
} SemProofArea;

/**
 * SemProof:
 * @kind: what is proven
 * @n_matches: points of the two pictures that match and agree on one map; 0 where it was found
 *   without them
 * @n_blocks: textured blocks that were compared
 * @agreement: share of those that agree, 0 to 1
 * @region: the part of the query that the stored picture covers; all 0 where there is no map
 * @part: the part of the stored picture that the query covers; likewise
 * @turn: how far the stored picture has to be turned clockwise to lie like the query, in degrees,
 *   -180 to 180; of a mirrored one, after it is mirrored left and right
 *
 * All but @kind is also set where nothing is proven and the two were laid over each other.
 */
typedef struct
{
  SemProofKind kind;
  guint n_matches;
  guint n_blocks;
  double agreement;
  SemProofArea region;
  SemProofArea part;
  double turn;
} SemProof;

typedef enum
{
  SEM_PROOF_QUERY,
  SEM_PROOF_STORED,
} SemProofRole;

/**
 * SemProofPicture:
 *
 * An upright picture, and its distinctive points. Immutable, so that any thread may read it, and
 * counted by references. One of
 * the role %SEM_PROOF_STORED takes less time to make.
 */
typedef struct _SemProofPicture SemProofPicture;

/**
 * sem_proof_picture_new:
 * @rgb: shape (@height, @width, 3), R G B, rows adjacent; a reference is kept
 * @width, @height: 1 to %SEM_PROOF_SIDE, in pixels
 * @full_width, @full_height: sides of the file's picture, which @rgb is the whole of, in pixels
 *
 * Returns: (transfer full): takes about a fifth of a second for a query, and less than half of
 *   that for a stored picture
 */
SemProofPicture *sem_proof_picture_new (SemProofRole role,
                                        GBytes *rgb,
                                        guint width,
                                        guint height,
                                        guint full_width,
                                        guint full_height) G_GNUC_WARN_UNUSED_RESULT;
SemProofPicture *sem_proof_picture_ref (SemProofPicture *self);
void sem_proof_picture_unref (SemProofPicture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemProofPicture, sem_proof_picture_unref)

/**
 * sem_proof_compare:
 * @query: of the role %SEM_PROOF_QUERY
 * @stored: of the role %SEM_PROOF_STORED
 * @proof: (out)
 *
 * Finds a map by matching points and lays the stored picture over the query at the coarser of the
 * two resolutions. A kind is only claimed where at least 8 blocks have texture, at least .95 of
 * those agree, and no small window with strong contrast contradicts. Brightness and contrast of a
 * block do not count. The same pictures give the same proof on every CPU of one kernel set.
 */
void
sem_proof_compare (const SemProofPicture *query, const SemProofPicture *stored, SemProof *proof);

G_END_DECLS
