/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-framed-paintable"

#include "config.h"

#include "ui/pictures/framed-paintable-private.h"
#include "ui/pictures/framed-paintable.h"

/* Widths of the rim and of the frame in it, in pixels of the widget. */
#define RIM 4
#define FRAME 2

struct _SemFramedPaintable
{
  GObject parent_instance;

  GdkPaintable *picture;
  graphene_rect_t part;
};

static void paintable_init (GdkPaintableInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SemFramedPaintable,
                               sem_framed_paintable,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GDK_TYPE_PAINTABLE, paintable_init))

static void
append_border (GtkSnapshot *snapshot, const graphene_rect_t *around, float width, GdkRGBA colour)
{
  const float widths[4] = { width, width, width, width };
  const GdkRGBA colours[4] = { colour, colour, colour, colour };
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, around, RIM);
  gtk_snapshot_append_border (snapshot, &outline, widths, colours);
}

static void
snapshot_picture (GdkPaintable *paintable, GdkSnapshot *snapshot, double width, double height)
{
  SemFramedPaintable *self = SEM_FRAMED_PAINTABLE (paintable);
  graphene_rect_t rim, frame;

  gdk_paintable_snapshot (self->picture, snapshot, width, height);
  graphene_rect_init (&rim, self->part.origin.x * (float) width,
                      self->part.origin.y * (float) height, self->part.size.width * (float) width,
                      self->part.size.height * (float) height);
  graphene_rect_inset_r (&rim, (RIM - FRAME) / 2.0f, (RIM - FRAME) / 2.0f, &frame);
  append_border (snapshot, &rim, RIM, (GdkRGBA){ 0, 0, 0, 0.6f });
  append_border (snapshot, &frame, FRAME, (GdkRGBA){ 1, 1, 1, 1 });
}

static int
get_width (GdkPaintable *paintable)
{
  return gdk_paintable_get_intrinsic_width (SEM_FRAMED_PAINTABLE (paintable)->picture);
}

static int
get_height (GdkPaintable *paintable)
{
  return gdk_paintable_get_intrinsic_height (SEM_FRAMED_PAINTABLE (paintable)->picture);
}

static double
get_aspect_ratio (GdkPaintable *paintable)
{
  return gdk_paintable_get_intrinsic_aspect_ratio (SEM_FRAMED_PAINTABLE (paintable)->picture);
}

static GdkPaintableFlags
get_flags (GdkPaintable *paintable)
{
  return GDK_PAINTABLE_STATIC_SIZE | GDK_PAINTABLE_STATIC_CONTENTS;
}

static void
paintable_init (GdkPaintableInterface *iface)
{
  iface->snapshot = snapshot_picture;
  iface->get_intrinsic_width = get_width;
  iface->get_intrinsic_height = get_height;
  iface->get_intrinsic_aspect_ratio = get_aspect_ratio;
  iface->get_flags = get_flags;
}

static void
sem_framed_paintable_dispose (GObject *object)
{
  g_clear_object (&SEM_FRAMED_PAINTABLE (object)->picture);
  G_OBJECT_CLASS (sem_framed_paintable_parent_class)->dispose (object);
}

static void
sem_framed_paintable_class_init (SemFramedPaintableClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sem_framed_paintable_dispose;
}

static void
sem_framed_paintable_init (SemFramedPaintable *self)
{
}

GdkPaintable *
sem_framed_paintable_new (GdkPaintable *picture, const graphene_rect_t *part)
{
  SemFramedPaintable *self;

  g_return_val_if_fail (GDK_IS_PAINTABLE (picture) && part != NULL, NULL);

  self = g_object_new (SEM_TYPE_FRAMED_PAINTABLE, NULL);
  self->picture = g_object_ref (picture);
  self->part = *part;
  return GDK_PAINTABLE (self);
}

GdkPaintable *
sem_framed_paintable_get_picture (SemFramedPaintable *self)
{
  g_return_val_if_fail (SEM_IS_FRAMED_PAINTABLE (self), NULL);
  return self->picture;
}

const graphene_rect_t *
sem_framed_paintable_get_part (SemFramedPaintable *self)
{
  g_return_val_if_fail (SEM_IS_FRAMED_PAINTABLE (self), NULL);
  return &self->part;
}
