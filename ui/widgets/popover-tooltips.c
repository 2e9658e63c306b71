/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-popover-tooltips"

#include "config.h"

#include "ui/widgets/popover-tooltips.h"

/* On a popover: (element-type GtkWidget): whose tooltips it has taken away. */
#define KEY "sem-popover-tooltips"

static void
take_away (GtkWidget *popover)
{
  GPtrArray *widgets = g_ptr_array_new_with_free_func (g_object_unref);

  for (GtkWidget *widget = gtk_widget_get_parent (popover); widget;
       widget = gtk_widget_get_parent (widget))
    if (gtk_widget_get_has_tooltip (widget))
      {
        g_ptr_array_add (widgets, g_object_ref (widget));
        gtk_widget_set_has_tooltip (widget, FALSE);
        gtk_widget_trigger_tooltip_query (widget);
      }
  g_object_set_data_full (G_OBJECT (popover), KEY, widgets, (GDestroyNotify) g_ptr_array_unref);
}

static void
give_back (GtkWidget *popover)
{
  const GPtrArray *widgets = g_object_get_data (G_OBJECT (popover), KEY);

  for (guint i = 0; widgets && i < widgets->len; i++)
    gtk_widget_set_has_tooltip (widgets->pdata[i], TRUE);
  g_object_set_data (G_OBJECT (popover), KEY, NULL);
}

static gboolean
map_hook (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer data)
{
  gpointer widget = g_value_get_object (&values[0]);

  if (GTK_IS_POPOVER (widget))
    take_away (widget);
  return TRUE;
}

static gboolean
unmap_hook (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer data)
{
  gpointer widget = g_value_get_object (&values[0]);

  if (GTK_IS_POPOVER (widget))
    give_back (widget);
  return TRUE;
}

void
sem_popover_tooltips_init (void)
{
  gpointer klass = g_type_class_ref (GTK_TYPE_WIDGET);

  g_signal_add_emission_hook (g_signal_lookup ("map", GTK_TYPE_WIDGET), 0, map_hook, NULL, NULL);
  g_signal_add_emission_hook (g_signal_lookup ("unmap", GTK_TYPE_WIDGET), 0, unmap_hook, NULL,
                              NULL);
  g_type_class_unref (klass);
}
