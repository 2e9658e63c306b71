/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-compare-view"

#include "config.h"

#include "ui/compare/compare-private.h"
#include "ui/compare/compare-view.h"

#include <glib/gi18n-lib.h>

#include "ui/accessible.h"

/* Between the two, and as wide as the line of the slider, in pixels of a display of scale 1. */
#define GAP 6
#define LINE 2
#define N_VIEWS 3

struct _SemCompareView
{
  GtkWidget parent_instance;

  SemPictureView *views[N_VIEWS];
  SemCompareLook look;
  double slider;
  gboolean linking;
};

G_DEFINE_FINAL_TYPE (SemCompareView, sem_compare_view, GTK_TYPE_WIDGET)

/* What one shows, the other shows as well. */
static void
changed_cb (SemPictureView *view, SemCompareView *self)
{
  SemPictureView *other = view == self->views[0] ? self->views[1] : self->views[0];
  double zoom, x, y;

  /* While both get their sizes, one has the old one. */
  if (self->linking || !gtk_widget_get_child_visible (GTK_WIDGET (other)))
    return;
  self->linking = TRUE;
  zoom = sem_picture_view_get_place (view, &x, &y);
  sem_picture_view_set_place (other, zoom, x, y);
  self->linking = FALSE;
}

static gboolean
is_stacked (int width, int height)
{
  return width < height;
}

static void
allocate (SemPictureView *view, int x, int y, int width, int height)
{
  GskTransform *place = gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT ((float) x, (float) y));

  gtk_widget_allocate (GTK_WIDGET (view), MAX (width, 1), MAX (height, 1), -1, place);
}

static void
sem_compare_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SemCompareView *self = SEM_COMPARE_VIEW (widget);
  const gboolean stacked = is_stacked (width, height);
  const gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  const int wide = stacked ? width : (width - GAP) / 2;
  const int high = stacked ? (height - GAP) / 2 : height;
  const int x = stacked ? 0 : wide + GAP, y = stacked ? high + GAP : 0;

  self->linking = TRUE;
  if (self->look != SEM_COMPARE_LOOK_SIDES)
    for (guint i = 0; i < N_VIEWS; i++)
      {
        if (gtk_widget_get_child_visible (GTK_WIDGET (self->views[i])))
          allocate (self->views[i], 0, 0, width, height);
      }
  else
    {
      allocate (self->views[0], mirrored ? x : 0, 0, wide, high);
      allocate (self->views[1], mirrored ? 0 : x, y, wide, high);
    }
  self->linking = FALSE;
  if (self->look != SEM_COMPARE_LOOK_DIFFERENCE)
    changed_cb (self->views[0], self);
}

static void
sem_compare_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SemCompareView *self = SEM_COMPARE_VIEW (widget);
  const float width = (float) gtk_widget_get_width (widget);
  const float height = (float) gtk_widget_get_height (widget);
  const gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  const float at = width * (float) (mirrored ? 1 - self->slider : self->slider);
  const GdkRGBA white = { 1, 1, 1, 1 }, dark = { 0, 0, 0, .5f };

  if (self->look != SEM_COMPARE_LOOK_SLIDER)
    {
      GTK_WIDGET_CLASS (sem_compare_view_parent_class)->snapshot (widget, snapshot);
      return;
    }
  for (guint i = 0; i < 2; i++)
    {
      const gboolean left = (i == 0) != mirrored;

      gtk_snapshot_push_clip (snapshot, left ? &GRAPHENE_RECT_INIT (0, 0, at, height)
                                             : &GRAPHENE_RECT_INIT (at, 0, width - at, height));
      gtk_widget_snapshot_child (widget, GTK_WIDGET (self->views[i]), snapshot);
      gtk_snapshot_pop (snapshot);
    }
  gtk_snapshot_append_color (snapshot, &dark, &GRAPHENE_RECT_INIT (at - LINE, 0, 2 * LINE, height));
  gtk_snapshot_append_color (snapshot, &white,
                             &GRAPHENE_RECT_INIT (at - LINE / 2.f, 0, LINE, height));
}

static void
sem_compare_view_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  *minimum = 120;
  *natural = 480;
}

static void
show (SemCompareView *self)
{
  const gboolean both = self->look != SEM_COMPARE_LOOK_DIFFERENCE;

  for (guint i = 0; i < N_VIEWS; i++)
    gtk_widget_set_child_visible (GTK_WIDGET (self->views[i]), both == (i < 2));
  /* Under a slider the lower one gets what is done to both. */
  gtk_widget_set_can_target (GTK_WIDGET (self->views[1]), self->look == SEM_COMPARE_LOOK_SIDES);
  gtk_widget_set_focusable (GTK_WIDGET (self->views[1]), self->look == SEM_COMPARE_LOOK_SIDES);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
sem_compare_view_dispose (GObject *object)
{
  SemCompareView *self = SEM_COMPARE_VIEW (object);

  for (guint i = 0; i < N_VIEWS; i++)
    if (self->views[i])
      {
        g_signal_handlers_disconnect_by_data (self->views[i], self);
        gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->views[i])));
      }

  G_OBJECT_CLASS (sem_compare_view_parent_class)->dispose (object);
}

static void
sem_compare_view_class_init (SemCompareViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_compare_view_dispose;
  widget_class->size_allocate = sem_compare_view_size_allocate;
  widget_class->snapshot = sem_compare_view_snapshot;
  widget_class->measure = sem_compare_view_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
sem_compare_view_init (SemCompareView *self)
{
  self->slider = .5;
  for (guint i = 0; i < N_VIEWS; i++)
    {
      self->views[i] = g_object_new (SEM_TYPE_PICTURE_VIEW, NULL);
      sem_picture_view_set_fills (self->views[i], TRUE);
      gtk_widget_set_parent (GTK_WIDGET (self->views[i]), GTK_WIDGET (self));
      if (i < 2)
        g_signal_connect (self->views[i], "changed", G_CALLBACK (changed_cb), self);
    }
  sem_accessible_set_label (GTK_WIDGET (self->views[2]), _("Difference"));
  show (self);
}

SemPictureView *
sem_compare_view_get_view (SemCompareView *self, guint which)
{
  g_return_val_if_fail (SEM_IS_COMPARE_VIEW (self) && which < N_VIEWS, NULL);
  return self->views[which];
}

void
sem_compare_view_set_look (SemCompareView *self, SemCompareLook look)
{
  g_return_if_fail (SEM_IS_COMPARE_VIEW (self));

  if (self->look == look)
    return;
  self->look = look;
  show (self);
}

SemCompareLook
sem_compare_view_get_look (SemCompareView *self)
{
  g_return_val_if_fail (SEM_IS_COMPARE_VIEW (self), SEM_COMPARE_LOOK_SIDES);
  return self->look;
}

void
sem_compare_view_set_slider (SemCompareView *self, double share)
{
  g_return_if_fail (SEM_IS_COMPARE_VIEW (self));

  self->slider = CLAMP (share, 0, 1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gboolean
sem_compare_view_get_stacked (SemCompareView *self)
{
  g_return_val_if_fail (SEM_IS_COMPARE_VIEW (self), FALSE);
  return is_stacked (gtk_widget_get_width (GTK_WIDGET (self)),
                     gtk_widget_get_height (GTK_WIDGET (self)));
}

SemPictureView *
sem_compare_view_get_shown (SemCompareView *self)
{
  g_return_val_if_fail (SEM_IS_COMPARE_VIEW (self), NULL);
  return self->views[self->look == SEM_COMPARE_LOOK_DIFFERENCE ? 2 : 0];
}
