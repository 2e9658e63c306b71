/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-proof"

#include "config.h"

#include "engine/proof/proof.h"
#include "engine/proof/alignment.h"
#include "engine/proof/colours.h"
#include "engine/proof/extent.h"
#include "engine/proof/part/part.h"
#include "engine/proof/picture/picture.h"
#include "engine/proof/orientations.h"
#include "engine/proof/verdict.h"

#include <math.h>

/* Of the stored picture's longer side: 4 pixels of 640. */
#define TOLERANCE (4.0 / 640)
/* So many matches that agree are no accident: no other variant is tried. */
#define CERTAIN_MATCHES 24
/* A whole picture: what is cut off by less is not worth a word. */
#define WHOLE 0.95
/* The least share of the one or the other that has to be covered for a claim. */
#define MOSTLY 0.85
/* Minimum for a part to be judged by itself: points that agree, blocks with texture, and share of
 * the picture that it is cut out of. */
#define PART_MATCHES 15
#define PART_BLOCKS 24
#define PART_SHARE 0.5
/* Straightening a horizon is not turning a picture, in degrees; and a picture that is a part of the
 * other may lie askew in it, as a print on a table does. */
#define MIN_TURN 2.5
#define MIN_TURN_OF_PART 10
/* From this share of agreeing blocks on, other levels may be what keeps the rest apart. */
#define CURVE_AGREEMENT 0.5
/* Curves that bend grey levels by less than this change no correlation by much. */
#define MIN_BEND 8.0
/* Sizes that differ by less are equal. */
#define SAME_SIZE 0.01
#define SAME_STRETCH 1.015

/* A way to lay the stored picture over the query. */
typedef struct
{
  SemAffine map;
  int sign;
  guint n_matches;
  gboolean exact; /* refined at full size */
} Way;

/* Ways ------------------------------------------------------------------------------------------*/

static gboolean
find_way (const SemProofPicture *query,
          const SemProofPicture *stored,
          SemProofVariant variant,
          Way *way)
{
  const SemProofPoints *points = query->points[variant];
  const SemProofPoints *others = stored->points[SEM_PROOF_VARIANT_PLAIN];
  g_autoptr (GArray) matches = sem_proof_matches_find (query->panels[variant], points, others);
  const double side = MAX (stored->grey->width, stored->grey->height);
  const SemAffine mirror = { -1, 0, query->grey->width - 1.0, 0, 1, 0 };
  SemProofAlignment alignment;

  if (!sem_proof_alignment_find (points, others, matches, MAX (1.5, TOLERANCE * side), &alignment))
    return FALSE;
  way->map = alignment.map;
  if (variant & SEM_PROOF_VARIANT_MIRRORED)
    way->map = sem_affine_compose (&alignment.map, &mirror);
  way->sign = variant & SEM_PROOF_VARIANT_INVERTED ? -1 : 1;
  way->n_matches = alignment.n_inliers;
  way->exact = FALSE;
  return TRUE;
}

/* Kinds -----------------------------------------------------------------------------------------*/

/* Clockwise, in degrees, from the stored picture, mirrored where the map mirrors, to the query: the
 * map undoes the turn, and then the mirroring. */
static double
measure_turn (const SemAffine *map)
{
  const double turn = sem_affine_determinant (map) < 0 ? atan2 (-map->b - map->d, map->e - map->a)
                                                       : atan2 (map->b - map->d, map->a + map->e);

  return turn * 180 / G_PI;
}

static gboolean
has_same_size (const SemProofPicture *query, const SemProofPicture *stored, const SemAffine *map)
{
  const double of_query = (double) query->full_width / query->grey->width;
  const double of_stored = (double) stored->full_width / stored->grey->width;
  const double scale = sqrt (fabs (sem_affine_determinant (map))) * of_stored / of_query;

  return fabs (scale - 1) <= SAME_SIZE && sem_affine_get_stretch (map) <= SAME_STRETCH;
}

/* %SEM_PROOF_NONE where the two only overlap. */
static SemProofKind
name_kind (const SemProofPicture *query,
           const SemProofPicture *stored,
           const Way *way,
           const SemProofExtent *extent)
{
  const double turn = measure_turn (&way->map);
  const gboolean is_part = MIN (extent->of_query, extent->of_stored) < WHOLE;

  if (MAX (extent->of_query, extent->of_stored) < MOSTLY)
    return SEM_PROOF_NONE;
  if (sem_affine_determinant (&way->map) < 0)
    return SEM_PROOF_MIRRORED;
  if (fabs (turn) >= (is_part ? MIN_TURN_OF_PART : MIN_TURN))
    return SEM_PROOF_TURNED;
  if (is_part)
    return extent->of_query >= extent->of_stored ? SEM_PROOF_ORIGINAL : SEM_PROOF_CROPPED;
  if (way->sign < 0 || sem_proof_colours_differ (query, stored, &way->map))
    return SEM_PROOF_RECOLOURED;
  return has_same_size (query, stored, &way->map) ? SEM_PROOF_SAME : SEM_PROOF_RESIZED;
}

/* Proof -----------------------------------------------------------------------------------------*/

/* With the colours of the one changed to those of the other, first the stored picture's. */
static void
judge_by_curves (const SemProofPicture *query,
                 const SemProofPicture *stored,
                 SemProofVerdict *verdict)
{
  SemProofVerdict again;
  SemAffine back;

  if (!sem_affine_invert (&verdict->map, &back))
    return;
  for (guint i = 0; i < 2; i++)
    {
      g_autofree SemProofGrey *changed = i == 0
                                           ? sem_proof_curves_apply (stored, query, &back)
                                           : sem_proof_curves_apply (query, stored, &verdict->map);

      if (sem_proof_grey_measure_bend (i == 0 ? stored->grey : query->grey, changed) < MIN_BEND)
        continue;
      sem_proof_judge (i == 0 ? query->grey : changed, i == 0 ? changed : stored->grey,
                       &verdict->map, 1, &again);
      if (!again.proven)
        continue;
      *verdict = again;
      return;
    }
}

/* Whether this way proves anything; otherwise @proof and @best have what it says if it says more
 * than the ways before it. */
static gboolean
try_way (const SemProofPicture *query,
         const SemProofPicture *stored,
         Way way,
         SemProof *proof,
         Way *best)
{
  SemProofVerdict verdict;
  SemProofExtent extent;
  double agreement;

  sem_proof_judge (query->grey, stored->grey, &way.map, way.sign, &verdict);
  if (!verdict.proven && verdict.n_agreeing >= CURVE_AGREEMENT * verdict.n_blocks)
    judge_by_curves (query, stored, &verdict);
  agreement = verdict.n_blocks ? (double) verdict.n_agreeing / verdict.n_blocks : 0;
  if (!verdict.proven && agreement <= proof->agreement)
    return FALSE;
  way.map = verdict.map;
  way.exact = verdict.full;
  *best = way;
  sem_proof_extent_measure (query->grey, stored->grey, &way.map, &extent);
  *proof = (SemProof){
    .kind = verdict.proven ? name_kind (query, stored, &way, &extent) : SEM_PROOF_NONE,
    .n_matches = way.n_matches,
    .n_blocks = verdict.n_blocks,
    .agreement = agreement,
    .region = extent.region,
    .part = extent.part,
    .turn = measure_turn (&way.map),
  };
  return proof->kind != SEM_PROOF_NONE;
}

/* What a tile of a collage is: a part of the one picture that is cut out of the other, beside what
 * the other does not show. */
static void
try_part (const SemProofPicture *query, const SemProofPicture *stored, Way *way, SemProof *proof)
{
  const double area = (double) query->grey->width * query->grey->height;
  SemProofVerdict verdict;
  SemProofExtent extent;
  SemProofPart part;
  SemAffine map;
  g_autofree SemProofGrey *cut = NULL;
  double share;

  if (way->n_matches < PART_MATCHES)
    return;
  if (!way->exact)
    sem_proof_refine (query->grey, stored->grey, way->sign, &way->map);
  if (!sem_proof_part_find (query->grey, stored->grey, &way->map, way->sign, &part))
    return;
  cut = sem_proof_part_cut (&part, query->grey);
  map = sem_affine_compose (&way->map, &(SemAffine){ 1, 0, part.x, 0, 1, part.y });
  sem_proof_judge (cut, stored->grey, &map, way->sign, &verdict);
  sem_proof_extent_measure (cut, stored->grey, &verdict.map, &extent);
  share = part.of_query ? extent.part.width * extent.part.height
                        : (double) part.width * part.height / area;
  if (!verdict.proven || verdict.n_blocks < PART_BLOCKS || share < PART_SHARE)
    return;
  if (sem_affine_determinant (&map) < 0)
    proof->kind = SEM_PROOF_MIRRORED;
  else if (fabs (measure_turn (&map)) >= MIN_TURN_OF_PART)
    proof->kind = SEM_PROOF_TURNED;
  else
    proof->kind = part.of_query ? SEM_PROOF_ORIGINAL : SEM_PROOF_CROPPED;
  proof->n_blocks = verdict.n_blocks;
  proof->agreement = (double) verdict.n_agreeing / verdict.n_blocks;
  proof->region = (SemProofArea){
    (double) part.x / query->grey->width,
    (double) part.y / query->grey->height,
    (double) part.width / query->grey->width,
    (double) part.height / query->grey->height,
  };
  proof->part = extent.part;
}

static int
compare_ways (gconstpointer a, gconstpointer b)
{
  const Way *x = a, *y = b;

  return (x->n_matches < y->n_matches) - (x->n_matches > y->n_matches);
}

void
sem_proof_compare (const SemProofPicture *query, const SemProofPicture *stored, SemProof *proof)
{
  g_autoptr (GArray) ways = g_array_new (FALSE, FALSE, sizeof (Way));
  SemAffine maps[SEM_PROOF_ORIENTATIONS];
  int signs[SEM_PROOF_ORIENTATIONS];
  Way best = { 0 };
  guint n;

  g_return_if_fail (query->panels[SEM_PROOF_VARIANT_PLAIN] != NULL);
  g_return_if_fail (!stored->panels[SEM_PROOF_VARIANT_PLAIN]);

  *proof = (SemProof){ 0 };
  for (SemProofVariant variant = SEM_PROOF_VARIANT_PLAIN; variant < SEM_PROOF_N_VARIANTS; variant++)
    {
      Way way;

      if (!find_way (query, stored, variant, &way))
        continue;
      g_array_append_val (ways, way);
      if (way.n_matches >= CERTAIN_MATCHES)
        break;
    }
  g_array_sort (ways, compare_ways);
  for (guint i = 0; i < ways->len; i++)
    if (try_way (query, stored, g_array_index (ways, Way, i), proof, &best))
      return;
  n = sem_proof_upright_maps (query->grey, stored->grey, maps, signs);
  for (guint i = 0; i < n; i++)
    if (try_way (query, stored, (Way){ maps[i], signs[i], 0, FALSE }, proof, &best))
      return;
  try_part (query, stored, &best, proof);
}
